"""Words kept while their writer signs in again: a session that ends in mid-post loses nothing.

The form says, signed, who was writing. When it comes back without a session, its words wait in the new
session until that same person has signed in and the page of the form is shown again.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from communities.views.reading import wants_item
from rse.people.models import Person

P = ParamSpec("P")
FIELDS = ("community", "kind", "title", "body", "parent", "client_key", "next", "version", "publish_at", "scheduled")
PROPOSED = ("text", "why", "outcome", "words", "note", "reason", "quote", "person", "referent", "review_on", "state")
# a change of the charter and what one says of it, what became of an answer, why a post moves, a practice, a testimonial
KIND_FIELDS = (
    "amount", "basis", "change", "choice", "closes_at", "happened_on", "is_secret", "months", "must_read", "options",
    "people", "period", "proofs", "read_by", "results", "situation", "story_people", "unit", "what_for",
)  # fmt: skip
MAX_LENGTH = 25_000
_KEY = "kept_words"
_signer = signing.Signer(salt="communities.kept")


def writer_mark(person: Person) -> str:
    """For the hidden field `writer` of a form whose words are worth keeping."""
    return _signer.sign(str(person.pk))


def keeps_words(
    view: Callable[Concatenate[HttpRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """A view whose form, sent without a session, waits behind the sign-in page. Its address also answers to GET."""

    @login_not_required
    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if request.user.is_authenticated:
            return view(request, *args, **kwargs)
        if request.method != "POST":
            return redirect_to_login(request.get_full_path())
        if wants_item(request):  # the script keeps the words itself, and sends them once more
            return HttpResponse(status=401)
        if keep(request):
            messages.info(request, _("Your session had ended. Your text is kept: sign in and it will be there."))
        return redirect_to_login(_form_of(request))

    return guarded


def keep(request: HttpRequest) -> str:
    """Keep the words that were sent and not taken, for whoever sent them; answers the address of their form, "" without any."""
    address = _form_of(request)
    return address if _keep(request, address) else ""


def take(request: HttpRequest, address: str) -> dict[str, str]:
    """The words that waited for the form at `address`, given back once to whoever wrote them."""
    kept: dict[str, Any] = request.session.get(_KEY, {})
    if kept.get("address") != address:
        return {}
    del request.session[_KEY]
    is_theirs: bool = kept["writer"] == str(request.user.pk)
    fields: dict[str, str] = kept["fields"] if is_theirs else {}
    return fields


def _form_of(request: HttpRequest) -> str:
    """Where the form is found again: a preview names it."""
    named = request.POST.get("preview_of", "")
    return named if named and url_has_allowed_host_and_scheme(named, allowed_hosts=None) else request.path


def _keep(request: HttpRequest, address: str) -> bool:
    try:
        writer = _signer.unsign(request.POST.get("writer", ""))
    except signing.BadSignature:
        return False
    fields = {name: request.POST[name][:MAX_LENGTH] for name in (*FIELDS, *KIND_FIELDS, *PROPOSED) if name in request.POST}
    request.session[_KEY] = {"address": address, "writer": writer, "fields": fields}
    return True
