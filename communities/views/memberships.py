"""Memberships: come in, ask, decide, invite, leave, remove, ban, change a role, hand over."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communities import access, feeds
from communities.actions import memberships as actions
from communities.forms import LeaveForm, NoteForm
from communities.views import reading
from communities.views.places import door, place
from rse.lib.refusal import Refused

if TYPE_CHECKING:
    from communities.models import Community


@require_safe
@reading.of_community
def index(request: HttpRequest, community: Community) -> HttpResponse:
    """The members, for whoever may read the community; who was banned and why people leave, for whoever moderates."""
    person = reading.person_of(request)
    access.get_readable_community_or_404(person, community.slug)
    here = place(person, community, tab="members")
    context = {
        "page": feeds.members(community, before=reading.offset(request)),
        "banned": feeds.banned(community) if here["animates"] else [],
        "leaving": feeds.leave_reasons(community, at=timezone.now()) if here["animates"] else None,
    }
    return render(request, "communities/membership_list.html", here | context)


@require_POST
@reading.of_community
def join(request: HttpRequest, community: Community) -> HttpResponse:
    person = reading.person_of(request)
    actions.join_community(by=person, community=community, at=timezone.now())
    messages.success(request, _("You are a member of %(name)s.") % {"name": community.name})
    return redirect(reading.way_back(request, reverse("community-show", args=[community.slug])))


@require_http_methods(["GET", "HEAD", "POST"])
@reading.of_community
def leave(request: HttpRequest, community: Community) -> HttpResponse:
    """Asks why, without insisting, then leaves."""
    person = reading.person_of(request)
    form = LeaveForm(request.POST or None)
    here = place(person, community, tab="")
    if request.method == "POST" and form.is_valid():
        try:
            actions.leave_community(by=person, community=community, at=timezone.now(), **form.cleaned_data)
            messages.success(request, _("You have left %(name)s.") % {"name": community.name})
            return redirect("home")
        except Refused as refusal:
            form.refuse(refusal)
    return render(request, "communities/membership_leave.html", here | {"form": form}, status=422 if form.errors else 200)


@require_POST
@reading.of_community
def ask(request: HttpRequest, community: Community) -> HttpResponse:
    """Sends a request to join, or with `withdraw` takes it back."""
    person = reading.person_of(request)
    address = reverse("community-show", args=[community.slug])
    if request.POST.get("withdraw"):
        actions.withdraw_request(by=person, community=community, at=timezone.now())
        messages.success(request, _("Your request is withdrawn."))
        return redirect(address)
    form = NoteForm(request.POST)
    if form.is_valid():
        try:
            actions.request_to_join(by=person, community=community, note=form.cleaned_data["note"], at=timezone.now())
            messages.success(request, _("Your request is sent to the people who animate the community."))
            return redirect(address)
        except Refused as refusal:
            form.refuse(refusal)
    here = place(person, community, tab="posts")
    context = here | door(person, community, role=here["role"]) | {"note": form}
    return render(request, "communities/community_closed.html", context, status=422)


@require_safe
@reading.of_community
def requests(request: HttpRequest, community: Community) -> HttpResponse:
    """The requests that wait, for whoever moderates."""
    person = reading.person_of(request)
    access.require(access.may_moderate(person, community))
    context = place(person, community, tab="requests") | {"requests": feeds.join_requests(community)}
    return render(request, "communities/membership_requests.html", context)


@require_POST
@reading.of_community
def decide(request: HttpRequest, community: Community, request_id: str) -> HttpResponse:
    """Accepts (`accept=1`) or refuses with a `reason`; a refusal without one shows the form again."""
    person = reading.person_of(request)
    access.require(access.may_moderate(person, community))
    asked = access.get_join_request_or_404(person, community, request_id)
    is_accepted = request.POST.get("accept") == "1"
    reason = request.POST.get("reason", "")
    try:
        actions.decide_request(by=person, request=asked, accept=is_accepted, reason=reason, at=timezone.now())
    except Refused as refusal:
        context = place(person, community, tab="requests") | {
            "requests": feeds.join_requests(community),
            "refused": {"id": asked.pk, "reason": reason, "message": str(refusal), "field": refusal.field},
        }
        return render(request, "communities/membership_requests.html", context, status=422)
    done = _("%(name)s is a member now.") if is_accepted else _("%(name)s was told, with your reason.")
    messages.success(request, done % {"name": asked.person.name})
    return redirect("community-requests", community.slug)


@require_http_methods(["GET", "HEAD", "POST"])
@reading.of_community
def invite(request: HttpRequest, community: Community) -> HttpResponse:
    """Looks for a colleague by name, then invites them."""
    person = reading.person_of(request)
    access.require(access.may_invite(person, community))
    if request.method == "POST":
        invited = access.get_person_or_404(person, request.POST.get("person", ""))
        try:
            actions.invite(by=person, community=community, person=invited, at=timezone.now())
            messages.success(request, _("%(name)s is invited.") % {"name": invited.name})
        except Refused as refusal:
            messages.error(request, str(refusal))
        return redirect("community-invite", community.slug)
    query = reading.words(request)
    found = feeds.people_named(person, query, size=12) if query else []
    context = place(person, community, tab="members") | {"query": query, "found": found}
    return render(request, "communities/membership_invite.html", context)


@require_POST
@reading.of_community
def decline(request: HttpRequest, community: Community) -> HttpResponse:
    actions.decline_invitation(by=reading.person_of(request), community=community, at=timezone.now())
    messages.success(request, _("The invitation is declined."))
    return redirect("home")


@require_http_methods(["GET", "HEAD", "POST"])
@reading.of_community
def remove(request: HttpRequest, community: Community, person_id: str) -> HttpResponse:
    """Asks first, then removes a member; with `ban`, for good."""
    person = reading.person_of(request)
    access.require(access.may_moderate(person, community))
    member = access.get_person_or_404(person, person_id)
    if request.method != "POST":
        context = place(person, community, tab="members") | {"member": member}
        return render(request, "communities/membership_remove.html", context)
    return _told(
        request,
        community,
        _("%(name)s is no longer a member.") % {"name": member.name},
        actions.remove_member,
        person=member,
        ban=bool(request.POST.get("ban")),
        reason=request.POST.get("reason", "")[:300],
    )


@require_POST
@reading.of_community
def lift_ban(request: HttpRequest, community: Community, person_id: str) -> HttpResponse:
    member = access.get_banned_or_404(reading.person_of(request), community, person_id)
    done = _("%(name)s may come back.") % {"name": member.name}
    return _told(request, community, done, actions.lift_ban, person=member)


@require_POST
@reading.of_community
def change_role(request: HttpRequest, community: Community, person_id: str) -> HttpResponse:
    member = access.get_person_or_404(reading.person_of(request), person_id)
    role = request.POST.get("role", "")
    done = _("%(name)s animates the community now.") if role == "animator" else _("%(name)s is a member again.")
    return _told(request, community, done % {"name": member.name}, actions.change_role, person=member, role=role)


@require_http_methods(["GET", "HEAD", "POST"])
@reading.of_community
def hand_over(request: HttpRequest, community: Community) -> HttpResponse:
    """Chooses the new owner among those who animate, or by name."""
    person = reading.person_of(request)
    access.require(access.may_hand_over(person, community))
    if request.method == "POST":
        heir = access.get_person_or_404(person, request.POST.get("person", ""))
        done = _("%(name)s owns the community now.") % {"name": heir.name}
        return _told(request, community, done, actions.hand_over, to=heir)
    here = place(person, community, tab="settings")
    query = reading.words(request)
    named = feeds.people_named(person, query, community=community) if query else []
    heirs = named or [each.person for each in here["animation"] if each.role != "owner"]
    return render(request, "communities/membership_hand_over.html", here | {"query": query, "heirs": heirs})


def _told(request: HttpRequest, community: Community, done: str, action: Callable[..., object], **asked: Any) -> HttpResponse:
    """Do it, say so, or say why not; then back to the members, or to the page where nobody sees them."""
    person = reading.person_of(request)
    try:
        action(by=person, community=community, at=timezone.now(), **asked)
        messages.success(request, done)
    except Refused as refusal:
        messages.error(request, str(refusal))
    reads = access.may_read_community(person, community)
    return redirect("community-members" if reads else "community-show", community.slug)
