"""The token of a request's forms: masked once, and the same in each of them."""

from django.http import HttpRequest
from django.middleware.csrf import get_token


def token_of(request: HttpRequest) -> str:
    """What Django's get_token gives, which masks the secret anew at each call: that each answer has a mask of its own is enough."""
    held: tuple[str | None, str] | None = getattr(request, "_masked_once", None)
    if held is None or held[0] != request.META.get("CSRF_COOKIE"):  # the secret is another after signing in
        token = get_token(request)
        held = request.META.get("CSRF_COOKIE"), token
        setattr(request, "_masked_once", held)  # noqa: B010 - no attribute that Django's types know
    return held[1]
