"""Praise: thanking people in front of those who read a community."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from communities import events
from communities.actions._kind import Kind
from communities.actions.words import check_length, mention_of, readers_called
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
    people = readers_called(details.get("people"), by=by, community=community, field="people", most=MAX_PEOPLE)
    if not people:
        raise Refused(_("Name the people whom you praise."), field="people")
    if by in people:
        raise Refused(_("You cannot praise yourself: thank those who were with you."), field="people")
    what_for = one_line(str(details.get("what_for") or ""))
    if not what_for:
        raise Refused(_("Say in a few words what the praise is for."), field="what_for")
    check_length(what_for, limit=MAX_WHAT_FOR, field="what_for")
    return Thanks(tuple(people), what_for)


def write(post: Post, thanks: Thanks, by: Person, at: datetime, source: str) -> None:
    """Add to a post that was just inserted whom it praises, and tell each of them."""
    praise = Praise.objects.create(post=post, what_for=thanks.what_for)
    PraisedPerson.objects.bulk_create(PraisedPerson(praise=praise, person=person) for person in thanks.people)
    for person in thanks.people:
        events.record(mention_of(person, by=by, post=post, via=VIA, at=at, source=source))


def edit(post: Post, details: Mapping[str, object], by: Person, at: datetime, source: str) -> bool:
    """Praise others, or for something else; those who are new there are told. What is left out stays."""
    praise = Praise.objects.select_for_update().get(post=post)
    had = set(PraisedPerson.objects.filter(praise=praise).values_list("person_id", flat=True))
    thanks = check(by, post.community, {"people": list(had), "what_for": praise.what_for} | dict(details), at)
    new = [person for person in thanks.people if person.pk not in had]
    if thanks.what_for == praise.what_for and not new and len(thanks.people) == len(had):
        return False
    praise.what_for = thanks.what_for
    praise.save(update_fields=["what_for"])
    PraisedPerson.objects.filter(praise=praise).exclude(person__in=thanks.people).delete()
    PraisedPerson.objects.bulk_create(PraisedPerson(praise=praise, person=person) for person in new)
    for person in new:
        events.record(mention_of(person, by=by, post=post, via=VIA, at=at, source=source))
    return True


PRAISE = Kind(check=check, write=write, edit=edit, has_details=True)
