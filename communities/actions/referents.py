"""Referents of topics: name a member who answers for a topic in a community, let them go, let those go who left."""

from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from communities import access, events
from communities.events import NewEvent
from communities.models import Community, Membership, Topic, TopicReferent
from communities.models.event import Verb
from rse.lib.refusal import Refused
from rse.lib.text import topic_key
from rse.people.models import Person

MAX_REFERENTS = 100  # of a community, whatever the topic


@transaction.atomic
def name_topic_referent(
    *, by: Person, community: Community, topic: str, person: Person, at: datetime, source: str = "web"
) -> TopicReferent:
    """Name a member who answers there for `topic`, with or without its sign; they are told. Named twice, they are once.

    Raises PermissionDenied to whoever does not animate, Refused on what is no topic or who is no member.
    """
    access.require(access.may_name_referents(by, community))
    key = topic_key(topic)
    if not key:
        raise Refused(_("Write a topic: one word, which hyphens may join."), field="topic")
    if not Membership.objects.filter(community=community, person=person, person__is_active=True).exists():
        raise Refused(_("Only a member of this community can answer for a topic."), field="person")
    if TopicReferent.objects.filter(community=community).count() >= MAX_REFERENTS:
        raise Refused(_("A community names %(limit)s referents at most.") % {"limit": MAX_REFERENTS}, field="topic")
    known, _new = Topic.objects.get_or_create(key=key, defaults={"created_at": at})
    named, is_new = TopicReferent.objects.get_or_create(
        community=community, topic=known, person=person, defaults={"named_by": by, "at": at}
    )
    if is_new:
        events.record(
            NewEvent(
                at=at,
                verb=Verb.NAME,
                actor_id=by.pk,
                community_id=community.pk,
                object_type="topic",
                object_id=known.pk,
                target_id=person.pk,
                source=source,
            )
        )
    return named


@transaction.atomic
def release_topic_referent(*, by: Person, referent: TopicReferent) -> None:
    """They answer for it no more: said by those who animate, or by themselves."""
    access.require(access.may_release_referent(by, referent))
    TopicReferent.objects.filter(pk=referent.pk).delete()


@transaction.atomic
def release_absent() -> int:
    """Whoever left the community, or whose account is closed, answers for nothing there. Returns how many."""
    belongs = Membership.objects.filter(community=OuterRef("community"), person=OuterRef("person"), person__is_active=True)
    gone, _rows = TopicReferent.objects.filter(~Exists(belongs)).delete()
    return gone
