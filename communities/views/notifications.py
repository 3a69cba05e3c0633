"""Notifications: the list, the way to what one tells of, marking them read."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from communities import access, feeds, live
from communities.actions import notifications as actions
from communities.views import reading


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
    if notification.post_id:
        place = f"#c{notification.comment_id}" if notification.comment_id else ""
        return redirect(reverse("post-show", args=[notification.post_id]) + place)
    if notification.community is None:
        return redirect("notification-list")
    page = "community-requests" if notification.notice == "join_request" else "community-show"
    return redirect(page, notification.community.slug)


@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    person = reading.person_of(request)
    actions.mark_notifications_read(by=person, at=timezone.now())
    live.push_unread(person.pk, 0)
    return redirect("notification-list")
