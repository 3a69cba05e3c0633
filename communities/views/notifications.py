"""Notifications: the centre, the bell's panel, the way to what one tells of, marking them read or unread."""

from urllib.parse import urlencode

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from communities import access, feeds, live
from communities.actions import notifications as actions
from communities.views import reading
from rse.lib.pages import BadCursor
from rse.people.models import Person

# Of what tells of a community, the page that it leads to. The end of a proposal leads to the proposal, as long as it is there.
PAGES = {
    "join_request": "community-requests",
    "charter_adopted": "charter-show",
    "charter_declined": "charter-show",
    "charter_review": "charter-show",
    "proposal": "charter-show",
    "objection": "charter-show",
    "practice_review": "practice-list",
    "practice_named": "practice-list",
    "topic_referent": "referent-list",
    "practice_orphan": "practice-list",
    "practice_adopted": "practice-list",
    "practice_declined": "practice-list",
    "practice_changed": "practice-list",
}
LATEST = 8


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """What is unread first; `show` is unread or mentions, `after` the cursor of a page."""
    person = reading.person_of(request)
    show, after = _show(request), request.GET.get("after", "")
    try:
        page = feeds.centre(person, show=show, after=after)
    except BadCursor as error:
        raise BadRequest("bad cursor") from error
    here = f"{request.path}?{urlencode(asked)}" if (asked := {name: text for name, text in request.GET.items() if text}) else request.path
    context = {"page": page, "mine": feeds.my_communities(person), "show": show, "after": after, "here": here}
    return render(request, "communities/notification_list.html", context)


@require_safe
def latest(request: HttpRequest) -> HttpResponse:
    """The panel of the bell, for the page that opens it."""
    page = feeds.centre(reading.person_of(request), size=LATEST)
    return render(request, "communities/_notification_panel.html", {"page": page, "here": reverse("notification-list")})


@require_safe
def signs(request: HttpRequest) -> HttpResponse:
    """What a page shows beside its content: how many notifications wait, and in which communities something is new."""
    person = reading.person_of(request)
    dots = [str(place.community.pk) for place in feeds.my_communities(person) if place.is_unread]
    return JsonResponse({"unread": feeds.unread_notifications(person), "dots": dots})


@require_safe
def follow(request: HttpRequest, id: str) -> HttpResponse:
    """Marks one as read, with its like where `group=1`, and leads to what it tells of."""
    person = reading.person_of(request)
    notification = access.get_notification_or_404(person, id)
    together = feeds.alike(person, notification) if request.GET.get("group") == "1" else [notification.pk]
    actions.mark_notifications_read(by=person, ids=together, at=timezone.now())
    _ring(person)
    if notification.report_id:
        return redirect("report-show", notification.report_id)
    if notification.notice == "answer_trial" and notification.post and access.may_tell_outcome(person, notification.post):
        return redirect("answer-held", notification.post_id)
    if notification.notice == "testimonial":
        return redirect("testimonial-list")
    if notification.notice == "new_post" and len(together) > 1 and notification.community:
        return redirect("community-show", notification.community.slug)
    if notification.post_id:
        place = f"?at={notification.comment_id}#c{notification.comment_id}" if notification.comment_id else ""
        return redirect(reverse("post-show", args=[notification.post_id]) + place)
    if notification.notice == "not_published":
        return redirect("draft-list")
    if notification.community is None:
        return redirect("notification-list")
    if (told := feeds.proposal_told(notification)) is not None:
        return redirect("proposal-show", notification.community.slug, told.pk)
    return redirect(PAGES.get(notification.notice, "community-show"), notification.community.slug)


@require_POST
def mark(request: HttpRequest, id: str) -> HttpResponse:
    """Marks one and its like as read, or with `read=0` as unread."""
    person = reading.person_of(request)
    together = feeds.alike(person, access.get_notification_or_404(person, id))
    if request.POST.get("read") == "0":
        actions.mark_notifications_unread(by=person, ids=together)
    else:
        actions.mark_notifications_read(by=person, ids=together, at=timezone.now())
    _ring(person)
    if reading.is_fragment(request):
        return HttpResponse(status=204)
    return redirect(reading.way_back(request, reverse("notification-list")))


@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    person = reading.person_of(request)
    actions.mark_notifications_read(by=person, at=timezone.now())
    live.push_unread(person.pk, 0)
    return redirect(reading.way_back(request, reverse("notification-list")))


def _ring(person: Person) -> None:
    """Have the bells of this person's pages say how many wait."""
    live.push_unread(person.pk, feeds.unread_notifications(person))


def _show(request: HttpRequest) -> str:
    asked = request.GET.get("show", "")
    return asked if asked in feeds.SHOWN else ""
