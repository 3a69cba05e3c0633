"""Practices: who keeps them, who answers for one, and how a door gets hold of it."""

from django.http import Http404

from communities.access.getting import get_readable_community_or_404, number_of
from communities.access.rights import may_moderate, role_in
from communities.access.rules import ANIMATION
from communities.models import Community, Practice
from rse.people.models import Person


def may_keep_practices(person: Person, community: Community) -> bool:
    """Add one, retire one, name who answers for it: owner and animators."""
    return not community.is_archived and may_moderate(person, community)


def may_edit_practice(person: Person, practice: Practice) -> bool:
    """Change its words, keep it another year: those who animate, and whoever answers for it, as a member."""
    if practice.community.is_archived:
        return False
    role = role_in(person, practice.community)
    return role in ANIMATION or (role is not None and practice.referent_id == person.pk)


def get_practice_or_404(person: Person, slug: str, id_: int | str, *, retired: bool = False) -> Practice:
    """A practice in force in that community, for whoever reads what is said there; one that was `retired` too."""
    community = get_readable_community_or_404(person, slug)
    practices = Practice.objects.filter(community=community)
    practices = practices if retired else practices.filter(retired_at=None)
    found = practices.filter(pk=number_of(id_)).select_related("community", "referent", "changed_by").first()
    if found is None:
        raise Http404
    return found
