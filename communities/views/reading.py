"""Reading a request: who asks, from where in a list, for a page or a fragment, about which community."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Concatenate, ParamSpec

from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.utils.http import url_has_allowed_host_and_scheme

from communities import access
from rse.lib.pages import BadCursor, parse_cursor
from rse.people.models import Person

if TYPE_CHECKING:
    from communities.models import Community

P = ParamSpec("P")
MAX_OFFSET = 1_000_000
MAX_QUERY = 100


def person_of(request: HttpRequest) -> Person:
    """Who is signed in; the site's middleware lets nobody else as far as a view."""
    assert isinstance(request.user, Person)
    return request.user


def cursor(request: HttpRequest, name: str) -> int | None:
    """The id that a page of ours put in its address; a bad one is a bad request."""
    try:
        return parse_cursor(request.GET.get(name))
    except BadCursor as error:
        raise BadRequest("bad cursor") from error


def offset(request: HttpRequest, name: str = "before") -> int:
    """The place in a short list that a page of ours put in its address."""
    place = cursor(request, name) or 0
    if place > MAX_OFFSET:
        raise BadRequest("bad offset")
    return place


def words(request: HttpRequest, name: str = "q", *, length: int = MAX_QUERY) -> str:
    """What was typed in a search box, without control characters, cut where it is absurdly long."""
    return "".join(letter for letter in request.GET.get(name, "")[:length] if letter.isprintable()).strip()


def is_fragment(request: HttpRequest) -> bool:
    """Whether a script asks for the items alone, to put them in the page it has."""
    return request.GET.get("fragment") == "1" or "HX-Request" in request.headers


def above(request: HttpRequest) -> str:
    """What stands above this page of a feed: nothing, new posts only, or posts that were read (empty)."""
    if not request.GET.get("before"):
        return "nothing"
    return "new" if request.GET.get("new") == "1" else ""


def wants_item(request: HttpRequest) -> bool:
    """Whether a script sends what was written, and puts the item it becomes in the page itself."""
    return request.GET.get("item") == "1"


def way_back(request: HttpRequest, otherwise: str) -> str:
    """The page of ours that the form, or the link to it, named as the one to come back to."""
    asked = request.POST.get("next") or request.GET.get("next", "")
    return asked if asked and url_has_allowed_host_and_scheme(asked, allowed_hosts=None) else otherwise


def of_community(
    view: Callable[Concatenate[HttpRequest, Community, P], HttpResponse],
) -> Callable[..., HttpResponse]:
    """The view gets the community of its address; a former address leads to the present one."""

    @wraps(view)
    def found(request: HttpRequest, slug: str, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        person = person_of(request)
        try:
            community = access.get_community_or_404(person, slug)
        except Http404:
            moved = access.moved_community(person, slug)
            if moved is None or request.method not in ("GET", "HEAD"):
                raise
            address = request.get_full_path().replace(f"/c/{slug}/", f"/c/{moved.slug}/", 1)
            return HttpResponsePermanentRedirect(address)
        return view(request, community, *args, **kwargs)

    return found
