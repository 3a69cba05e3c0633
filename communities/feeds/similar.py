"""Questions that were asked already: those whose words come near to a sentence, answered ones first."""

import re
from dataclasses import dataclass
from typing import Any

from django.db.models import BooleanField, F, IntegerField, QuerySet
from django.db.models.expressions import RawSQL

from communities import access
from communities.feeds.reliance import answer_rank
from communities.models import Community, Post, PostKind
from rse.lib.fold import fold
from rse.lib.prepared import Prepared
from rse.lib.text import plain
from rse.people.models import Person

SHOWN = 3
LEAST_LETTERS = 8  # of the sentence
MAX_WORDS = 12
NEAR = 200  # of the questions with a word in common, those that are compared: the newest
# As in the index post_question_words, letter for letter.
_FROM, _TO = "àâäáãåçéèêëíìîïñóòôöõúùûüýÿ-", "aaaaaaceeeeiiiinooooouuuuyy "
VECTOR = f"to_tsvector('french'::regconfig, translate(lower(communities_post.title || ' ' || communities_post.body), '{_FROM}', '{_TO}'))"


@dataclass(frozen=True)
class SimilarQuestion:
    """A question that the viewer may read. `rank` is that of `answer_rank`."""

    id: int
    title: str
    community: str
    comments: int
    rank: int


def similar_questions(person: Person, sentence: str, *, community: Community | None = None) -> list[SimilarQuestion]:
    """At most three questions that share half the words of the sentence: the best answered, then the nearest, of `community` first."""
    words = list(dict.fromkeys(word for word in re.findall(r"[a-z0-9]{3,}", fold(sentence))))[:MAX_WORDS]
    if len(sentence.strip()) < LEAST_LETTERS or not words:
        return []
    viewer = person.is_active, person.is_guest
    here = community.pk if community is not None else 0
    rows = _similar(*viewer, SHOWN, person=person.pk, any=" | ".join(words), all=" ".join(words), here=here)
    return [
        SimilarQuestion(id_, title or plain(html, length=90), place, comments, rank)
        for id_, title, html, place, comments, rank, *_order in rows
    ]


@Prepared
def _similar(is_active: bool, is_guest: bool, size: int, *, person: int, any: str, all: str, here: int) -> QuerySet[Post, Any]:
    readable = access.posts(access.as_viewer(person, is_active=is_active, is_guest=is_guest))
    meets = RawSQL(f"({VECTOR} @@ to_tsquery('french'::regconfig, %s))", [any], BooleanField())  # noqa: S611
    near = readable.filter(kind=PostKind.QUESTION).filter(meets).order_by("-pk").values("pk")[:NEAR]
    lexemes = "tsvector_to_array(to_tsvector('french'::regconfig, %s))"
    shared = f"cardinality(ARRAY(SELECT unnest(tsvector_to_array({VECTOR})) INTERSECT SELECT unnest({lexemes})))"
    compared = Post.objects.filter(pk__in=near).annotate(
        rank=answer_rank(),
        shared=RawSQL(shared, [all], IntegerField()),  # noqa: S611
        is_near=RawSQL(f"({shared} * 2 >= cardinality({lexemes}))", [all, all], BooleanField()),  # noqa: S611
        is_here=RawSQL("(communities_post.community_id = %s)", [here], BooleanField()),
    )
    columns = ("id", "title", "body_html", "community__name", "answer_count", "rank", "shared", "is_here")
    return compared.filter(is_near=True).order_by("-rank", F("is_here").desc(), "-shared", "-pk").values_list(*columns)[:size]
