"""Praise: thanking people in front of those who read a community."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from communities import access, events
from communities.actions._kind import Kind
from communities.actions.words import check_length, mention_of, people_called
from communities.models import Community, Post, Praise, PraisedPerson
from rse.lib.refusal import Refused
from rse.lib.text import one_line
from rse.people.models import Person

MAX_PEOPLE, MAX_WHAT_FOR = 20, 120
VIA = "praise"  # of the event that tells someone they are praised


@dataclass(frozen=True)
class Thanks:
    """A praise to come, checked."""

    people: tuple[Person, ...]
    what_for: str


def check(by: Person, community: Community, details: Mapping[str, object], at: datetime) -> Thanks:
    """Read {people: names or ids, what_for: text}. Raises Refused on an unfit one."""
    people = _people(details.get("people"), by=by, community=community)
    if by in people:
        raise Refused(_("One does not praise oneself: thank those who were with you."), field="people")
    what_for = one_line(str(details.get("what_for") or ""))
    if not what_for:
        raise Refused(_("Say in a few words what the praise is for."), field="what_for")
    check_length(what_for, limit=MAX_WHAT_FOR, field="what_for")
    return Thanks(tuple(people), what_for)


def write(post: Post, thanks: Thanks, by: Person, at: datetime) -> None:
    """Add to a post that was just inserted whom it praises, and tell each of them."""
    praise = Praise.objects.create(post=post, what_for=thanks.what_for)
    PraisedPerson.objects.bulk_create(PraisedPerson(praise=praise, person=person) for person in thanks.people)
    for person in thanks.people:
        events.record(mention_of(person, by=by, post=post, via=VIA, at=at))


PRAISE = Kind(check=check, write=write, has_details=True)


def _people(given: object, *, by: Person, community: Community) -> list[Person]:
    """The people so named, all of whom `by` may see and who may read the community."""
    asked = list(dict.fromkeys(given)) if isinstance(given, (list, tuple)) else []
    if not asked:
        raise Refused(_("Name the people whom you praise."), field="people")
    if len(asked) > MAX_PEOPLE:
        raise Refused(_("Praise 20 people at most."), field="people")
    people = _found(
        [one for one in asked if isinstance(one, int)], [one_line(str(one)) for one in asked if not isinstance(one, int)], by, community
    )
    readers = access.readers_among([person.pk for person in people], community_id=community.pk)
    if outside := [person.name for person in people if person.pk not in readers]:
        raise Refused(_("%(names)s could not read this praise here.") % {"names": ", ".join(outside)}, field="people")
    return people


def _found(ids: Sequence[int], names: Sequence[str], by: Person, community: Community) -> list[Person]:
    seen = {person.pk: person for person in access.people(by).filter(pk__in=ids, is_active=True)}
    called = people_called(names, by=by, community=community)
    unknown = [name for name in names if name not in called] + [str(id_) for id_ in ids if id_ not in seen]
    if unknown:
        message = _("Nobody here is called “%(name)s”: write the first name and the last name.")
        raise Refused(message % {"name": unknown[0][:80]}, field="people")
    found = {person.pk: person for person in (*seen.values(), *called.values())}
    return list(found.values())
