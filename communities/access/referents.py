"""Referents of topics: who names them, who lets one go, and how a door gets hold of one."""

from django.http import Http404

from communities.access.getting import get_readable_community_or_404
from communities.access.rights import may_moderate
from communities.models import Community, TopicReferent
from rse.people.models import Person


def may_name_referents(person: Person, community: Community) -> bool:
    """Name who answers for a topic there: owner and animators."""
    return not community.is_archived and may_moderate(person, community)


def may_release_referent(person: Person, referent: TopicReferent) -> bool:
    """Say that they answer for it no more: those who animate, and they themselves, at any time."""
    return (person.is_active and referent.person_id == person.pk) or may_name_referents(person, referent.community)


def get_topic_referent_or_404(person: Person, slug: str, id_: int | str) -> TopicReferent:
    """Who answers for a topic in that community, for whoever reads what is said there."""
    community = get_readable_community_or_404(person, slug)
    number = str(id_)
    found = None
    if number.isascii() and number.isdigit() and int(number) < 1 << 63:
        found = TopicReferent.objects.filter(community=community, pk=number).select_related("community", "topic", "person").first()
    if found is None:
        raise Http404
    return found
