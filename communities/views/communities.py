"""Communities: founding one, its page, its charter, its settings, its name, its end."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communities import access, events, feeds
from communities.actions import communities as actions
from communities.forms import CommunityForm, RenameForm, SettingsForm
from communities.views import ordering, reading
from communities.views.places import door, place
from rse.lib.csrf import token_of
from rse.lib.refusal import Refused

if TYPE_CHECKING:
    from communities.models import Community


@require_http_methods(["GET", "HEAD", "POST"])
def create(request: HttpRequest) -> HttpResponse:
    person = reading.person_of(request)
    access.require(access.may_create_community(person))
    form = CommunityForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        words = form.cleaned_data
        try:
            community = actions.create_community(
                by=person,
                name=words["name"],
                purpose=words["purpose"],
                settings=form.access_settings(),
                charter=words["charter"],
                at=timezone.now(),
            )
            messages.success(request, _("%(name)s exists. A first question gives it life.") % {"name": community.name})
            return redirect("community-show", community.slug)
        except Refused as refusal:
            form.refuse(refusal)
    status = 422 if request.method == "POST" else 200
    return render(request, "communities/community_create.html", {"form": form}, status=status)


@require_safe
@reading.of_community
def show(request: HttpRequest, community: Community) -> HttpResponse:
    """Its posts for whoever may read them; its door for the others."""
    person = reading.person_of(request)
    if reading.is_fragment(request):
        access.get_readable_community_or_404(person, community.slug)
        return _items(request, community)
    order = ordering.of_community(request)
    here = place(person, community, tab="posts")
    events.hint_seen(person_id=person.pk, verb="visit", object_id=community.pk, at=timezone.now())
    if not here["reads"]:
        return render(request, "communities/community_closed.html", here | door(person, community, role=here["role"]))
    page = ordering.posts(request, community, order)
    pins = feeds.pinned(person, community) if not order.cursor and not order.only_stories else []
    rows, marks = [*(pin.post for pin in pins), *page], feeds.marks_of(here["mine"])
    cards = feeds.cards(person, rows, csrf=token_of(request), roles=here["roles"], marks=marks)
    pinned, cards = _apart(pins, cards)
    context = {
        "pinned": pinned,
        "order": order,
        "candidates": feeds.CANDIDATES,
        "only_stories": order.only_stories,
        "may_pin": here["animates"] and not community.is_archived,
        "cards": cards,
        "next_cursor": page.next_cursor,
        "before": order.cursor,
        "above": reading.above(request) if order.is_newest else "",
        "topics": f"community:{community.pk}",
        "practices": feeds.practices_in_brief(community),
        "announces": access.announces(person, role=here["role"], is_archived=community.is_archived),
    }
    return render(request, "communities/community_show.html", here | context | door(person, community, role=here["role"]))


@require_safe
@reading.of_community
def about(request: HttpRequest, community: Community) -> HttpResponse:
    """Charter, settings in words, who animates: for whoever may know of the community."""
    person = reading.person_of(request)
    return render(request, "communities/community_about.html", place(person, community, tab="about"))


@require_http_methods(["GET", "HEAD", "POST"])
@reading.of_community
def settings(request: HttpRequest, community: Community) -> HttpResponse:
    person = reading.person_of(request)
    access.require(access.may_administer(person, community))
    form = SettingsForm(request.POST or None, initial=SettingsForm.initial_of(community))
    if request.method == "POST" and form.is_valid():
        words = form.cleaned_data
        try:
            community = actions.change_settings(
                by=person,
                community=community,
                purpose=words["purpose"],
                settings=form.access_settings(),
                charter=words["charter"],
                charter_note=words["charter_note"],
                charter_asks=words["charter_asks"],
                at=timezone.now(),
            )
            messages.success(request, _("The settings are saved."))
            return redirect("community-settings", community.slug)
        except Refused as refusal:
            form.refuse(refusal)
    context = place(person, community, tab="settings") | {"form": form, "rename": RenameForm(initial={"name": community.name})}
    return render(request, "communities/community_settings.html", context, status=422 if form.errors else 200)


@require_POST
@reading.of_community
def rename(request: HttpRequest, community: Community) -> HttpResponse:
    person = reading.person_of(request)
    form = RenameForm(request.POST)
    if form.is_valid():
        try:
            community = actions.rename_community(by=person, community=community, at=timezone.now(), **form.cleaned_data)
            messages.success(request, _("The new name is saved. The old address still leads here."))
            return redirect("community-settings", community.slug)
        except Refused as refusal:
            form.refuse(refusal)
    context = place(person, community, tab="settings") | {
        "form": SettingsForm(initial=SettingsForm.initial_of(community)),
        "rename": form,
    }
    return render(request, "communities/community_settings.html", context, status=422)


@require_POST
@reading.of_community
def archive(request: HttpRequest, community: Community) -> HttpResponse:
    """Archives it, or with `again` opens it to writing again."""
    person = reading.person_of(request)
    if request.POST.get("again"):
        actions.unarchive_community(by=person, community=community, at=timezone.now())
        messages.success(request, _("%(name)s is open for posting again.") % {"name": community.name})
    else:
        actions.archive_community(by=person, community=community, at=timezone.now())
        messages.success(request, _("%(name)s is archived.") % {"name": community.name})
    return redirect("community-show", community.slug)


def _items(request: HttpRequest, community: Community) -> HttpResponse:
    person = reading.person_of(request)
    if request.GET.get("pinned") == "1":
        return _pinned(request, community)
    order, after = ordering.of_community(request), reading.cursor(request, "after")
    page = ordering.posts(request, community, order, after=after)
    mine = feeds.my_communities(person)
    roles = {place.community.pk: place.role for place in mine}
    cards = feeds.cards(person, page, csrf=token_of(request), roles=roles, marks=feeds.marks_of(mine))
    next_cursor = page.next_cursor if after is None else None
    context = {"cards": cards, "next_cursor": next_cursor, "above": reading.above(request) if order.is_newest else ""}
    return render(request, "communities/_feed_items.html", context | {"before": order.cursor})


def _pinned(request: HttpRequest, community: Community) -> HttpResponse:
    """What is pinned, as it is now."""
    person = reading.person_of(request)
    pins = feeds.pinned(person, community)
    marks = feeds.marks_of(feeds.my_communities(person))
    pinned, _others = _apart(pins, feeds.cards(person, [pin.post for pin in pins], csrf=token_of(request), marks=marks))
    may_pin = not community.is_archived and access.may_moderate(person, community)
    return render(request, "communities/_pinned.html", {"pinned": pinned, "may_pin": may_pin, "community": community})


def _apart(
    pins: Sequence[feeds.PinnedRow], cards: Sequence[feeds.Card]
) -> tuple[list[tuple[feeds.PinnedRow, feeds.Card]], list[feeds.Card]]:
    """The pinned posts, each with its card, and the cards of the others."""
    by_id, first = {card.id: card for card in cards}, {pin.post.id for pin in pins}
    return [(pin, by_id[pin.post.id]) for pin in pins if pin.post.id in by_id], [card for card in cards if card.id not in first]
