"""What of the audit log is veiled to those who may not know of the community where it happened, or not read there."""

from typing import Any

from django.db.models import CharField, Q, QuerySet
from django.db.models.fields.json import KT
from django.db.models.functions import Cast
from django.db.models.lookups import In

from communities.access.sight import communities, readable_communities
from communities.models import Community
from rse.audit.veil import Veil
from rse.people.models import Person


def audit_veil(person: Person) -> Veil:
    """Over the audit log: the acts in a secret community of which this person may not know, and those on words that they may not read."""
    hidden = _ids(Community.objects.filter(listed=False).exclude(pk__in=communities(person).values("pk")))
    unread = _ids(Community.objects.exclude(pk__in=readable_communities(person).values("pk")))
    place = KT("detail__community")
    moved = Q(In(KT("detail__from"), hidden)) | Q(In(KT("detail__to"), hidden))
    rows = Q(target_type="community", target_id__in=hidden) | Q(In(place, hidden)) | (Q(act="post.move") & moved)
    words = Q(target_type__in=["post", "comment"]) & Q(In(place, unread)) | Q(act="post.move") & Q(In(KT("detail__to"), unread))
    return Veil(rows, words)


def _ids(places: QuerySet[Community]) -> QuerySet[Community, Any]:
    """As the log writes them."""
    return places.annotate(text=Cast("pk", CharField())).values("text")
