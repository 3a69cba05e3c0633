"""Invitations to a thread, of whoever received them; and the guests of a community."""

from collections.abc import Sequence

from communities.models import Community, Event, Membership, Notification


def invitation_told(notification: Notification) -> int:
    """The invitation that a notification tells of; 0 when its event is not kept any more."""
    return Event.objects.filter(pk=notification.event_id).values_list("object_id", flat=True).first() or 0


def guests_of(community: Community) -> Sequence[Membership]:
    """The guests of a community, the first to leave first. Only for whoever animates it."""
    there = Membership.objects.filter(community=community, person__is_guest=True).select_related("person")
    return list(there.order_by("person__guest_until", "person__name_key", "id"))
