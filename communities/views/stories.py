"""Stories: confirmed by a second person, renewed, retired."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communities import access, feeds
from communities.actions import stories as actions
from communities.feeds.story_board import STATES
from communities.views import kept, reading
from rse.lib.refusal import Refused

if TYPE_CHECKING:
    from communities.models import Post
    from rse.people.models import Person


@require_safe
def board(request: HttpRequest) -> HttpResponse:
    """The first successes that one may read: `state`, `community` (its address) and `unit` choose among them, `before` is a cursor."""
    person, today = reading.person_of(request), timezone.localdate()
    places, units = feeds.story_places(person), feeds.story_units(person)
    state = request.GET.get("state", "")
    state = state if state in STATES else ""
    place = next((each for each in places if each.slug == request.GET.get("community")), None)
    unit = next((each for each in units if str(each.pk) == request.GET.get("unit")), None)
    chosen = {"community": place.pk if place else None, "unit": unit.pk if unit else None}
    counts = feeds.story_counts(person, **chosen, today=today)
    context = {
        "page": feeds.story_board(person, state=state, **chosen, today=today, before=reading.cursor(request, "before")),
        "counts": [(name, counts[name]) for name in STATES], "all": sum(counts.values()), "state": state, "place": place, "unit": unit,
        "places": places, "units": units, "mine": feeds.my_communities(person),
    }  # fmt: skip
    return render(request, "communities/story_board.html", context)


@kept.keeps_words
@require_http_methods(["GET", "HEAD", "POST"])
def countersign(request: HttpRequest, id: str) -> HttpResponse:
    """Asks for a line about a story, and confirms it, with that line `note` if there is one."""
    if request.method != "POST":
        return _ask(request, id, access.may_countersign, _("Confirm this success?"), _("Confirm this success"))
    note = request.POST.get("note", "")
    return _done(request, id, _("You have confirmed this success."), lambda **who: actions.countersign(note=note, **who))


@kept.keeps_words
@require_http_methods(["GET", "HEAD", "POST"])
def renew(request: HttpRequest, id: str) -> HttpResponse:
    """Asks for a line about a story, and says that it still holds, with that line `note` if there is one."""
    if request.method != "POST":
        return _ask(request, id, access.may_renew, _("Does this story still hold?"), _("It still holds"))
    note = request.POST.get("note", "")
    return _done(request, id, _("The story holds for some more months."), lambda **who: actions.renew(note=note, **who))


@require_POST
def retire(request: HttpRequest, id: str) -> HttpResponse:
    return _done(request, id, _("The story is retired. It can still be read."), lambda **who: actions.retire(**who))


def _ask(request: HttpRequest, id: str, may: Callable[[Person, Post], bool], question: str, act: str) -> HttpResponse:
    person = reading.person_of(request)
    post = access.get_post_or_404(person, id)
    access.require(may(person, post))
    context = {"post": post, "question": question, "act": act, "writer": kept.writer_mark(person)}
    return render(request, "communities/story_word.html", context | {"note": kept.take(request, request.path).get("note", "")})


def _done(request: HttpRequest, id: str, said: str, act: Callable[..., object]) -> HttpResponse:
    person = reading.person_of(request)
    post = access.get_post_or_404(person, id)
    try:
        act(by=person, post=post, at=timezone.now())
        messages.success(request, said)
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("post-show", post.pk)
