"""Notifications: the list, the way to what one tells of, marking them read."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from communities import access, feeds, live
from communities.actions import notifications as actions
from communities.views import reading

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
    "guest_ending": "guest-list",
}


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The newest first; `before` is the cursor of a page."""
    person = reading.person_of(request)
    page = feeds.notifications(person, before=reading.cursor(request, "before"))
    context = {"page": page, "mine": feeds.my_communities(person)}
    return render(request, "communities/notification_list.html", context)


@require_safe
def follow(request: HttpRequest, id: str) -> HttpResponse:
    """Marks one as read and leads to what it tells of."""
    person = reading.person_of(request)
    notification = access.get_notification_or_404(person, id)
    actions.mark_notifications_read(by=person, ids=[notification.pk], at=timezone.now())
    live.push_unread(person.pk, feeds.unread_notifications(person))
    if notification.report_id:
        return redirect("report-show", notification.report_id)
    if notification.notice == "answer_trial" and notification.post and access.may_tell_outcome(person, notification.post):
        return redirect("answer-held", notification.post_id)
    if notification.notice == "testimonial":
        return redirect("testimonial-list")
    if notification.notice == "thread_invitation":
        return redirect("thread-invited", feeds.invitation_told(notification))
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
def read_all(request: HttpRequest) -> HttpResponse:
    person = reading.person_of(request)
    actions.mark_notifications_read(by=person, at=timezone.now())
    live.push_unread(person.pk, 0)
    return redirect("notification-list")
