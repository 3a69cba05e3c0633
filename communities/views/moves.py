"""Moving a post: the form that asks where to, then what that changes in who reads, before anything is done."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from communities import access, feeds
from communities.actions import moves as actions
from communities.forms import MoveForm
from communities.views import kept, reading
from rse.lib.refusal import Refused

if TYPE_CHECKING:
    from communities.models import Post
    from rse.people.models import Person


@kept.keeps_words
@require_http_methods(["GET", "HEAD", "POST"])
def move(request: HttpRequest, id: str) -> HttpResponse:
    """With `community`, a plan of the move there; its button sends back what was `seen`. When that has changed: 409, and the plan anew."""
    person = reading.person_of(request)
    post = access.get_post_or_404(person, id)
    access.require(access.may_move(person, post))
    form, at = _form(request, person, post), timezone.now()
    if request.method != "POST":
        return _page(request, post, form, plan=_plan(person, post, form.initial.get("community", "")))
    if not form.is_valid():
        return _page(request, post, form, status=422)
    words = form.cleaned_data
    to = access.get_readable_community_or_404(person, words["community"])
    try:
        moved = actions.move_post(
            by=person, post=post, to=to, seen=words["seen"], note=words["note"], accepts=words["accepts"], at=at
        )  # fmt: skip
    except actions.AudienceChanged as changed:
        return _page(request, post, form, plan=changed.plan, is_other=bool(words["seen"]), status=409)
    except Refused as refusal:
        form.refuse(refusal)
        return _page(request, post, form, plan=actions.plan_move(by=person, post=post, to=to, at=at), status=422)
    goes_back = access.may_move(person, moved) and access.may_write(person, post.community)
    told = _("Moved to %(community)s. The same menu moves it back.") if goes_back else _("Moved to %(community)s.")
    messages.success(request, told % {"community": to.name})
    return redirect("post-show", post.pk)


def _form(request: HttpRequest, person: Person, post: Post) -> MoveForm:
    destinations = [place for place in feeds.destinations(person) if place.pk != post.community_id]
    if request.method == "POST":
        return MoveForm(request.POST, destinations=destinations, auto_id="move_%s")
    named = {name: request.GET[name][:300] for name in ("community", "note") if request.GET.get(name)}
    return MoveForm(initial=named | kept.take(request, request.path), destinations=destinations, auto_id="move_%s")


def _plan(person: Person, post: Post, slug: str) -> actions.MovePlan | None:
    if not slug:
        return None
    to = access.get_readable_community_or_404(person, slug)
    return actions.plan_move(by=person, post=post, to=to, at=timezone.now())


def _page(
    request: HttpRequest, post: Post, form: MoveForm, *, plan: actions.MovePlan | None = None, is_other: bool = False, status: int = 200
) -> HttpResponse:
    person = reading.person_of(request)
    context: dict[str, Any] = {"post": post, "form": form, "plan": plan, "is_other": is_other, "writer": kept.writer_mark(person)}
    if plan is not None:
        context["charter"] = feeds.charter_to_accept(person, plan.to)
    return render(request, "communities/post_move.html", context, status=status)
