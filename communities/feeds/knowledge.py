"""Who knows what, of those who let themselves be found so: by the answers that were accepted where the reader reads, and by their skills.

Nobody is ranked: people come in the order of names, and whom to ask in an order that means nothing. Nothing is kept: a consent taken
back is gone at the next question. What is said in a protected community never counts, not even for its own members.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zlib import crc32

from django.db.models import Count, Exists, F, Max, OuterRef, Q, QuerySet

from communities import access
from communities.models import Community, PersonLevel, Post, PostTopic, Topic
from communities.models.level import Level
from rse.lib.fold import fold, letters
from rse.lib.pages import Page
from rse.lib.text import topic_key
from rse.people.models import Person, PersonSkill, Profile

KNOWERS_PAGE = 20
LOOKED_AT = 2_000  # of the posts that bear a topic, the newest
SHOWN_TOPICS = 8  # on a profile
ASKABLE = 3
CANDIDATES = 60  # among whom these are chosen
MAX_WORDS = 12  # of a sentence
LONGEST = 3  # words of a skill
LEAST_LETTERS = 3
_HIDDEN = (Level.MUTE, Level.BLOCK)


@dataclass(frozen=True)
class Knower:
    """Somebody, and why they are there: answers of theirs that were accepted on a topic, the last of them, and a skill of that name."""

    person: Person
    answers: int
    last_at: datetime | None
    topic: str
    skill: str


@dataclass(frozen=True)
class KnownTopic:
    """A topic on which answers of somebody were accepted, as the newest of these posts writes it."""

    key: str
    name: str
    answers: int
    last_at: datetime


def knowers(person: Person, subject: str, *, after: str = "", size: int = KNOWERS_PAGE) -> Page[Knower]:
    """Who knows about `subject`, a topic or a skill however it is written; the cursor is "folded name|id". Three queries."""
    keys = _keys(subject)
    if not keys:
        return Page([])
    found = _consenting(person).filter(Q(pk__in=_answerers(person, keys)) | Q(pk__in=_skilled(keys).values("person")))
    name_key, _, id_ = after.rpartition("|")
    if id_.isascii() and id_.isdigit() and len(id_) <= 18:
        found = found.filter(Q(name_key__gt=name_key) | Q(name_key=name_key, pk__gt=int(id_)))
    rows = list(found.select_related("unit", "site").order_by("name_key", "pk")[: size + 1])
    last = rows[size - 1] if len(rows) > size else None
    return Page(_proven(person, rows[:size], keys), f"{last.name_key}|{last.pk}" if last else None)


def known_topics(person: Person, shown: Person) -> Sequence[KnownTopic]:
    """The topics of the answers of `shown` that were accepted where the reader reads, by name; none without their consent. One query."""
    if not _shows_knowledge(shown):
        return []
    solved = _solved(person).filter(accepted_comment__author=shown)
    rows = (
        PostTopic.objects.filter(post__in=solved.values("pk"))
        .order_by()
        .values("topic__key")
        .annotate(answers=Count("pk"), last_at=Max("post__accepted_comment__at"), name=Max("name"))
        .order_by("-last_at", "topic__key")[:SHOWN_TOPICS]
    )
    found = [KnownTopic(row["topic__key"], row["name"], row["answers"], row["last_at"]) for row in rows]
    return sorted(found, key=lambda each: each.key)


def askable(person: Person, sentence: str, *, community: Community | None) -> Sequence[Knower]:
    """At most three people who may know the answer, let themselves be suggested, and would read the question. Four queries."""
    keys = _keys_in(sentence)
    if community is None or not keys:
        return []
    between = PersonLevel.objects.filter(level__in=_HIDDEN, person=OuterRef("pk"), other=person.pk)
    willing = _consenting(person).filter(~Exists(between), profile__is_suggested=True).exclude(pk=person.pk)
    found = willing.filter(Q(pk__in=_answerers(person, keys)) | Q(pk__in=_skilled(keys).values("person")))
    rows = list(found.select_related("unit", "site").order_by("pk")[:CANDIDATES])
    readers = access.readers_among([row.pk for row in rows], community_id=community.pk) if rows else set()
    drawn = sorted((row for row in rows if row.pk in readers), key=lambda row: crc32(f"{person.pk} {row.pk}".encode()))
    return _proven(person, drawn[:ASKABLE], keys)


def consents(person: Person) -> bool:
    """Whether this person lets colleagues find them by what they know."""
    return Profile.objects.filter(person=person, knowledge_shown_at__isnull=False).exists()


def _shows_knowledge(shown: Person) -> bool:
    profile = getattr(shown, "profile", None)
    return shown.is_active and profile is not None and profile.knowledge_shown_at is not None


def _consenting(person: Person) -> QuerySet[Person]:
    """Open accounts that the reader sees and has not set aside, who consent."""
    aside = PersonLevel.objects.filter(level__in=_HIDDEN, person=person.pk, other=OuterRef("pk"))
    shown = access.people(person).filter(is_active=True, profile__knowledge_shown_at__isnull=False)
    return shown.filter(~Exists(aside))


def _solved(person: Person) -> QuerySet[Post]:
    """The questions that the reader may read and somebody else than who asked has answered; none of a protected community."""
    answered = access.posts(person).filter(accepted_comment__deleted_at=None, accepted_comment__isnull=False, community__protected=False)
    return answered.exclude(accepted_comment__author=F("author"))


def _solved_about(person: Person, keys: Collection[str]) -> QuerySet[Post]:
    """Of the newest posts that bear one of these topics."""
    topics = Topic.objects.filter(key__in=list(keys)).values("pk")
    newest = PostTopic.objects.filter(topic__in=topics).order_by("-post_id").values("post_id")[:LOOKED_AT]
    return _solved(person).filter(pk__in=newest)


def _answerers(person: Person, keys: Collection[str]) -> QuerySet[Post, Any]:
    return _solved_about(person, keys).order_by().values("accepted_comment__author")


def _skilled(keys: Collection[str]) -> QuerySet[PersonSkill]:
    return PersonSkill.objects.filter(skill__topic_key__in={letters(key) for key in keys})


def _proven(person: Person, rows: Sequence[Person], keys: Collection[str]) -> list[Knower]:
    """These people with what is known of them; of several topics, the one that they answered last."""
    ids = [row.pk for row in rows]
    if not ids:
        return []
    author = "post__accepted_comment__author"
    of_answers = (
        PostTopic.objects.filter(post__in=_solved_about(person, keys).values("pk"), topic__key__in=list(keys), **{f"{author}__in": ids})
        .order_by()
        .values_list(author, "topic__key")
        .annotate(answers=Count("pk"), last_at=Max("post__accepted_comment__at"), name=Max("name"))
        .order_by("last_at", "topic__key")
    )
    answered = {row[0]: row[2:] for row in of_answers}
    skills = dict(_skilled(keys).filter(person__in=ids).order_by("-pk").values_list("person_id", "skill__name"))
    found = [(row, *answered.get(row.pk, (0, None, ""))) for row in rows]
    return [Knower(row, answers, last_at, topic, skills.get(row.pk, "")) for row, answers, last_at, topic in found]


def _keys(subject: str) -> list[str]:
    """How the subject may be written as a topic: in one word, with hyphens, with underscores, or as it stands."""
    words = [word for word in re.split(r"[\W_]+", fold(subject)) if word]
    spelled = [topic_key(subject), *(sign.join(words) for sign in ("", "-", "_"))]
    return [key for key in dict.fromkeys(spelled) if topic_key(key)]


def _keys_in(sentence: str) -> list[str]:
    """Whatever one to three words of that sentence may name."""
    words = [word for word in re.split(r"[\W_]+", fold(sentence)) if word][:MAX_WORDS]
    runs = ["".join(words[start:end]) for start in range(len(words)) for end in range(start + 1, min(start + LONGEST, len(words)) + 1)]
    tagged = [topic_key(word) for word in sentence.split() if word.startswith("#")]
    return [key for key in dict.fromkeys([*tagged, *runs]) if len(key) >= LEAST_LETTERS and topic_key(key)]
