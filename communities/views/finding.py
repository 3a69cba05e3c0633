"""Finding communities: mine, those suggested, the new ones, all of them, invitations; and setting a suggestion aside."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST, require_safe

from communities import access, feeds
from communities.actions.dismissals import dismiss_community, restore_community
from communities.views import reading

if TYPE_CHECKING:
    from communities.models import Community

TABS = ("all", "mine", "suggested", "new", "invited", "orphans")


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """`tab` is one of TABS (orphans: whose owner is gone), `q` what is looked for, `order` one of the feed's."""
    person = reading.person_of(request)
    tab = request.GET.get("tab", "all")
    tab = tab if tab in TABS else "all"
    order = order if (order := request.GET.get("order", "")) in feeds.COMMUNITY_ORDERS else ""
    query = reading.words(request)
    mine = feeds.my_communities(person)
    if tab == "suggested":
        found = feeds.suggested_communities(person, query=query)
        cards, next_cursor = feeds.community_cards(person, [row for row, _why in found], why=[why for _row, why in found]), None
    else:
        page = feeds.communities_directory(person, tab=tab, query=query, order=order, before=reading.offset(request))
        cards, next_cursor = feeds.community_cards(person, page), page.next_cursor
    context = {
        "cards": cards,
        "next_cursor": next_cursor,
        "tab": tab,
        "query": query,
        "order": order,
        "usual": "new" if tab == "new" else "name",
        "orders": _orders(),
        "mine": mine,
        "my_ids": {each.community.pk for each in mine},
        "may_create": access.may_create_community(person),
        "invited": len(feeds.invitations(person)),
        "sees_orphans": access.may_look_after_orphans(person),
        "dismissed": feeds.dismissed_communities(person) if tab == "suggested" else [],
    }
    return render(request, "communities/community_list.html", context)


@require_POST
@reading.of_community
def dismiss(request: HttpRequest, community: Community) -> HttpResponse:
    """Not for me; with `again`, it is suggested anew."""
    person = reading.person_of(request)
    if request.POST.get("again"):
        restore_community(by=person, community=community)
        messages.success(request, _("%(name)s may be suggested again.") % {"name": community.name})
    else:
        dismiss_community(by=person, community=community, at=timezone.now())
        messages.success(request, _("%(name)s is suggested no more. It stays in the list of all.") % {"name": community.name})
    feeds.forget_suggested(person)
    return redirect(f"{reverse('community-list')}?tab=suggested")


def _orders() -> list[tuple[str, str]]:
    return [
        ("name", pgettext("order of a list", "Name")),
        ("activity", pgettext("order of a list", "Latest activity")),
        ("members", pgettext("order of a list", "Members")),
        ("new", pgettext("order of a list", "Newest")),
    ]
