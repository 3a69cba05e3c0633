"""The communities of a foreign log, and who belonged to them from when to when."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from django.db.models import Q
from django.utils.text import slugify

from adoption.history.hands import Hand
from adoption.history.listed import Directory, digest
from adoption.history.logs import ListedCommunity, LogLine, Problem
from adoption.history.problems import Problems
from communities.actions.imports import Spell
from communities.models import Community, CommunitySlug, MemberRole
from rse.lib.fold import fold


class Places:
    """The communities of the log, founded when first met. `names` are what the log itself calls some of them."""

    def __init__(self, listed: Sequence[ListedCommunity], file: str, start: datetime, hand: Hand, names: Mapping[str, str]) -> None:
        self.listed, self.file, self.hand, self.names = {c.slug: c for c in listed}, file, hand, names
        self.found: dict[str, Community] = {}
        self.slugs: dict[str, str] = {}
        self.founded = 0
        for community in listed:
            self._find(community.slug, start)

    def meet(self, line: LogLine) -> None:
        if line.community and line.community not in self.found:
            self._find(line.community, line.at)

    def id(self, key: str) -> int | None:
        return self.found[key].pk if key else None

    def _find(self, key: str, at: datetime) -> None:
        slug = self._slug(key)
        entry = self.listed.get(key)
        community = _at_address(slug, secret=entry is not None and entry.access == "secret")
        if community is None:
            name, access = (entry.name, entry.access) if entry else (self.names.get(key, key), "open")
            community = self.hand.found(name=name, slug=slug, access=access, at=at)
            self.founded += 1
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


class Belonging:
    """Memberships from the first event, or from `join`, to `leave` or `remove`; declared animators from the founding at the latest."""

    def __init__(self, places: Places, directory: Directory, problems: Problems) -> None:
        self.places, self.directory = places, directory
        self.running: dict[tuple[str, str], datetime] = {}
        self.ended: list[tuple[str, str, datetime, datetime | None]] = []
        self.declared = {(c.slug, animator) for c in places.listed.values() for animator in c.animators}
        for community in places.listed.values():
            for animator in community.animators:
                if animator in directory.people:
                    self.running[community.slug, animator] = places.found[community.slug].created_at
                else:
                    problems.append(Problem(places.file, community.line, "unknown animator {}", (animator,)))

    def meet(self, line: LogLine) -> None:
        """Lines come in the order of their dates."""
        if not line.community:
            return
        person = line.target if line.verb == "remove" else line.actor
        if line.verb in ("leave", "remove"):
            since = self.running.pop((line.community, person), None)
            if since is not None:
                self.ended.append((line.community, person, since, line.at))
        else:
            self.running.setdefault((line.community, person), line.at)

    def spells(self) -> list[Spell]:
        still: Iterable[tuple[str, str, datetime, None]] = ((*key, since, None) for key, since in self.running.items())
        return [
            Spell(self.directory.people[person].pk, self.places.found[community].pk, self._role(community, person), since, until)
            for community, person, since, until in (*self.ended, *still)
        ]

    def _role(self, community: str, person: str) -> str:
        animates = (community, person) in self.declared or person in self.directory.animators
        return MemberRole.ANIMATOR if animates else MemberRole.MEMBER
