"""Foreign logs put into this installation: its communities, their memberships, and the events."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import connection
from django.db.models import Q
from django.utils.text import slugify

from adoption.history.clock import zone
from adoption.history.listed import Directory, digest, number_of, take_people
from adoption.history.logs import ListedCommunity, ListedPerson, LogLine, Problem
from adoption.science import weeks
from communities.actions.imports import Spell, add_spells, found_imported
from communities.events import NewEvent, record_many
from communities.models import Community, CommunitySlug, MemberRole
from rse.lib.fold import fold
from rse.lib.ids import RANDOM_BITS, first_id
from rse.people.models import Person

SOURCE = "import:log"
BATCH = 5_000
WRITING = {"post": "post", "comment": "comment", "upload": "upload"}
MAX_VIA = 80


@dataclass
class Loaded:
    """What went in, and what did not."""

    people: int = 0
    communities: int = 0
    memberships: int = 0
    events: int = 0
    already: int = 0  # events that an earlier run had put in, or that the log holds twice
    bots: int = 0  # events of bots, left out
    too_old: int = 0  # events of weeks whose history is gone, left out
    problems: list[Problem] = field(default_factory=list)


def owns_people(listed: Sequence[ListedPerson]) -> bool:
    """Whether this installation has people who are not of the list."""
    return Person.objects.exclude(staff_number__in=[number_of(person.id) for person in listed]).exists()


def put_in(
    lines: list[LogLine],
    people: Sequence[ListedPerson],
    communities: Sequence[ListedCommunity],
    *,
    files: tuple[str, str, str],
    by: Person | None,
    at: datetime,
    not_before: datetime | None = None,
) -> Loaded:
    """Put a read log into the database; running it again adds nothing. `files` name log, people and communities in problems.

    Events of before `not_before` are left out, once memberships are read off them.
    """
    lines.sort(key=lambda line: (line.at, line.line))
    start = lines[0].at if lines else at
    monday = weeks.starts_at(weeks.week_of(start, zone()), zone())
    directory = take_people(people, file=files[1], by=by, start=monday, at=at)
    loaded = Loaded(people=directory.created, problems=directory.problems)
    kept = list(_of_known_people(lines, directory, files[0], loaded))
    places = _Places(communities, files[2], start, loaded)
    for line in kept:
        places.meet(line)
    loaded.memberships = add_spells(_spells(kept, places, directory, loaded))
    _record(_recent(_events(kept, places, directory, files[0], loaded), not_before, loaded), loaded)
    return loaded


def _recent(events: Iterator[NewEvent], not_before: datetime | None, loaded: Loaded) -> Iterator[NewEvent]:
    for event in events:
        if not_before is not None and event.at < not_before:
            loaded.too_old += 1
        else:
            yield event


def _of_known_people(lines: list[LogLine], directory: Directory, file: str, loaded: Loaded) -> Iterator[LogLine]:
    for line in lines:
        if line.actor in directory.bots:
            loaded.bots += 1
        elif line.actor not in directory.people:
            loaded.problems.append(Problem(file, line.line, f"unknown person {line.actor[:80]!r}"))
        else:
            yield line


class _Places:
    """The communities of the log, founded when first met."""

    def __init__(self, listed: Sequence[ListedCommunity], file: str, start: datetime, loaded: Loaded) -> None:
        self.listed, self.file, self.loaded = {c.slug: c for c in listed}, file, loaded
        self.found: dict[str, Community] = {}
        self.slugs: dict[str, str] = {}
        self.opened: dict[str, datetime] = {}
        for community in listed:
            self._find(community.slug, start)

    def meet(self, line: LogLine) -> None:
        if line.community:
            self._find(line.community, line.at)
            self.opened.setdefault(line.community, line.at)

    def id(self, key: str) -> int | None:
        return self.found[key].pk if key else None

    def _find(self, key: str, at: datetime) -> None:
        if key in self.found:
            return
        slug = self._slug(key)
        entry = self.listed.get(key)
        community = _at_address(slug, secret=entry is not None and entry.access == "secret")
        if community is None:
            name, access = (entry.name, entry.access) if entry else (key, "open")
            community = found_imported(name=name, slug=slug, access=access, at=at)
            self.loaded.communities += 1
        self.found[key] = community

    def _slug(self, key: str) -> str:
        """The same address at every run; two keys that would share one are told apart by a digest."""
        slug = slugify(fold(key))[:60] or f"community-{digest(key)[:8]}"
        if self.slugs.setdefault(slug, key) != key:
            slug = f"{slug}-{digest(key)[:8]}"
            self.slugs[slug] = key
        return slug


def _at_address(slug: str, *, secret: bool) -> Community | None:
    """The community that has this address, or had it: a secret one has added a token to it."""
    past = CommunitySlug.objects.filter(slug=slug).values("community")
    found = Community.objects.filter(Q(slug=slug) | Q(pk__in=past))
    return (found.filter(listed=False) if secret else found).first()


def _spells(lines: list[LogLine], places: _Places, directory: Directory, loaded: Loaded) -> list[Spell]:
    """Memberships from the first event, or from `join`, to `leave` or `remove`; declared animators from the founding at the latest."""
    running: dict[tuple[str, str], datetime] = {}
    ended: list[tuple[str, str, datetime, datetime | None]] = []
    for community in places.listed.values():
        for animator in community.animators:
            if animator in directory.people:
                running[community.slug, animator] = places.found[community.slug].created_at
            else:
                loaded.problems.append(Problem(places.file, community.line, f"unknown animator {animator[:80]!r}"))
    for line in lines:
        if not line.community:
            continue
        person = line.target if line.verb == "remove" else line.actor
        if line.verb in ("leave", "remove"):
            since = running.pop((line.community, person), None)
            if since is not None:
                ended.append((line.community, person, since, line.at))
        else:
            running.setdefault((line.community, person), line.at)
    ended += [(community, person, since, None) for (community, person), since in running.items()]
    declared = {(c.slug, animator) for c in places.listed.values() for animator in c.animators}
    return [
        Spell(directory.people[person].pk, places.found[community].pk, _role(community, person, declared, directory), since, until)
        for community, person, since, until in ended
    ]


def _role(community: str, person: str, declared: set[tuple[str, str]], directory: Directory) -> str:
    animates = (community, person) in declared or person in directory.animators
    return MemberRole.ANIMATOR if animates else MemberRole.MEMBER


def _events(lines: list[LogLine], places: _Places, directory: Directory, file: str, loaded: Loaded) -> Iterator[NewEvent]:
    """The events, with the target filled in where the log says who wrote what is answered."""
    written: dict[str, tuple[str, str]] = {}
    for line in lines:
        if line.verb in WRITING and line.object:
            written.setdefault(line.object, (WRITING[line.verb], line.actor))
        if line.verb == "profile_view" and not directory.people[line.actor].views_counted:
            continue  # whoever chose so leaves no trace of the profiles they look at, here or elsewhere
        target = line.target or _target(line, written)
        if target and target not in directory.people and target not in directory.bots:
            loaded.problems.append(Problem(file, line.line, f"unknown target {target[:80]!r}; the event goes in without it"))
        yield NewEvent(
            at=line.at,
            verb=line.verb,
            actor_id=directory.people[line.actor].pk,
            community_id=places.id(line.community),
            object_type=WRITING.get(line.verb) or written.get(line.object, ("", ""))[0],
            object_id=number63(line.object),
            root_id=number63(line.root or (line.object if line.verb == "post" else "")),
            target_id=directory.people[target].pk if target in directory.people else None,
            via=line.via[:MAX_VIA],
            source=SOURCE,
        )


def _target(line: LogLine, written: dict[str, tuple[str, str]]) -> str:
    """Whoever wrote what this line is about: the thread for a comment, the object itself for a reaction or an undoing."""
    about = line.root if line.verb == "comment" else line.object
    if line.verb not in ("comment", "reaction", "unreact", "delete"):
        return ""
    return written.get(about, written.get(line.root, ("", "")))[1]


def number63(text: str) -> int | None:
    """A foreign id as a positive 63-bit number, the same at every run."""
    if not text:
        return None
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest()) >> 1


def _record(events: Iterator[NewEvent], loaded: Loaded) -> None:
    batch: list[NewEvent] = []
    for event in events:
        batch.append(event)
        if len(batch) == BATCH:
            _record_batch(batch, loaded)
            batch = []
    if batch:
        _record_batch(batch, loaded)


def _record_batch(batch: list[NewEvent], loaded: Loaded) -> None:
    known = _known(batch[0].at, batch[-1].at)
    fresh = []
    for event in batch:
        key = _key(event)
        if key in known:
            loaded.already += 1
        else:
            known.add(key)
            fresh.append(event)
    loaded.events += record_many(fresh)


def _key(event: NewEvent) -> tuple[object, ...]:
    instant = first_id(event.at) >> RANDOM_BITS
    return (instant, event.actor_id, event.verb, event.community_id, event.object_id, event.root_id, event.target_id)


def _known(first: datetime, last: datetime) -> set[tuple[object, ...]]:
    """Keys of the events that earlier runs put in, from an instant to another."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT id >> {RANDOM_BITS}, actor_id, verb, community_id, object_id, root_id, target_id FROM communities_event "
            "WHERE id >= %s AND id < %s AND source = %s",
            [first_id(first), first_id(last + timedelta(milliseconds=1)), SOURCE],
        )
        return set(cursor.fetchall())
