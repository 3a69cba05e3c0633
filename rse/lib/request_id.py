"""Each request has a short id: in what the log says of it, in the answer's header, and on every page that says that something failed."""

import re
import secrets
from collections.abc import Callable

import structlog
from django.http import HttpRequest, HttpResponse

HEADER = "X-Request-Id"
_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # none is taken for another when read aloud
_FIT = re.compile(r"[A-Za-z0-9-]{8,64}")


def fresh_id() -> str:
    """Two groups of four, as 7F3K-2Q9D."""
    number = secrets.randbelow(len(_LETTERS) ** 8)
    letters = "".join(_LETTERS[number // len(_LETTERS) ** place % len(_LETTERS)] for place in range(8))
    return f"{letters[:4]}-{letters[4:]}"


def current_id() -> str:
    """The id of the request that is being answered; empty outside of one."""
    return str(structlog.contextvars.get_contextvars().get("request", ""))


class RequestIdMiddleware:
    """The first of all, so that what any other logs has the id. A proxy's own is taken over, if it is fit to be."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        given = request.headers.get(HEADER, "")
        id_ = given if _FIT.fullmatch(given) else fresh_id()
        with structlog.contextvars.bound_contextvars(request=id_):
            response = self.get_response(request)
        response.headers[HEADER] = id_
        return response
