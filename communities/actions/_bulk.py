"""What batches share: names looked up once per author, rows inserted with their ids, counters set right afterwards."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import TypeVar

from django.db import IntegrityError, connection, transaction
from django.db.models import Count
from psycopg2.extras import execute_values

from communities import access
from communities.actions.words import name_keys
from communities.models import Comment, Post, Reaction
from rse.lib.ids import new_ids
from rse.lib.text import names_in
from rse.people.models import Person

Content = TypeVar("Content", Post, Comment)
_ATTEMPTS = 5
_PAGE = 500


class Seers:
    """Whom each author may see, among the people that the texts of a batch could name: one query per author."""

    def __init__(self, texts: Iterable[str], authors: Iterable[Person]) -> None:
        keys = {key for text in texts if "@" in text for key in name_keys(names_in(text))}
        self.candidates = list(Person.objects.filter(name_key__in=keys, is_active=True).values_list("pk", flat=True))
        self.seen: dict[int, list[Person]] = {}

    def __call__(self, keys: set[str], by: Person) -> list[Person]:
        if by.pk not in self.seen:
            self.seen[by.pk] = list(access.people(by).filter(pk__in=self.candidates).order_by("name_key"))
        return [person for person in self.seen[by.pk] if person.name_key in keys]


def sent(model: type[Content], rows: Iterable[Content]) -> dict[tuple[int, str | None], Content]:
    """Those of `rows` that an earlier batch wrote with the same author and key."""
    keyed = [row for row in rows if row.client_key is not None]
    if not keyed:
        return {}
    found = model._default_manager.filter(author__in={row.author_id for row in keyed}, client_key__in={row.client_key for row in keyed})
    return {(row.author_id, row.client_key): row for row in found}


def insert(model: type[Content], rows: Sequence[Content]) -> None:
    """Give each row the id of its date and insert them all; drawn anew when an id is taken."""
    for attempt in range(_ATTEMPTS):
        for row, id_ in zip(rows, new_ids(row.at for row in rows), strict=True):
            row.pk = id_
        try:
            with transaction.atomic():
                model._default_manager.bulk_create(rows, batch_size=_PAGE)
            return
        except IntegrityError:
            ids = [row.pk for row in rows]
            if attempt == _ATTEMPTS - 1 or not model._default_manager.filter(pk__in=ids).exists():
                raise


def add_counts(comments: Sequence[Comment]) -> None:
    """Count the answers of each post, and when the last one came."""
    added = Counter(comment.post_id for comment in comments)
    answers = Counter(comment.post_id for comment in comments if comment.author_id != comment.post.author_id)
    last: dict[int, datetime] = {}
    for comment in comments:
        last[comment.post_id] = max(last.get(comment.post_id, comment.at), comment.at)
    with connection.cursor() as cursor:
        execute_values(
            cursor,
            "UPDATE communities_post AS post SET comment_count = post.comment_count + v.added, version = post.version + 1, "
            "answer_count = post.answer_count + v.answers, last_activity_at = GREATEST(post.last_activity_at, v.at) "
            "FROM (VALUES %s) AS v (id, added, answers, at) WHERE post.id = v.id",
            [(post_id, added[post_id], answers[post_id], last[post_id]) for post_id in added],
            page_size=_PAGE,
        )


def recount_reactions(posts: Collection[int]) -> None:
    """Count again the reactions of these posts and of their comments."""
    counts: dict[int, dict[int, dict[str, int]]] = {0: defaultdict(dict), 1: defaultdict(dict)}
    groups = Reaction.objects.filter(post__in=posts).values_list("post_id", "comment_id", "kind_id").annotate(people=Count("id"))
    for post_id, comment_id, kind, people in groups.order_by():
        of_comment = comment_id is not None
        counts[of_comment][comment_id if of_comment else post_id][kind] = people
    _put_counts(Post, counts[0])
    _put_counts(Comment, counts[1])


def _put_counts(model: type[Content], counts: dict[int, dict[str, int]]) -> None:
    rows = list(model._default_manager.filter(pk__in=counts).only("pk", "reaction_counts", "version"))
    for row in rows:
        row.reaction_counts = counts[row.pk]
        row.version += 1
    model._default_manager.bulk_update(rows, ["reaction_counts", "version"], batch_size=_PAGE)
