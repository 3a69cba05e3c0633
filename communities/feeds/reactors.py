"""Who reacted to a post or a comment, and how: the people whom the viewer may see, by name, and how many others."""

from dataclasses import dataclass, field

from django.db.models import Max, QuerySet

from communities import access
from communities.models import Comment, Post, Reaction, ReactionKind
from rse.people.models import Person

NAMED = 20


@dataclass(frozen=True)
class Reactor:
    person: Person
    kinds: list[ReactionKind] = field(default_factory=list)

    @property
    def keys(self) -> list[str]:
        return [kind.key for kind in self.kinds]


@dataclass(frozen=True)
class Reactors:
    """Those named, the last to react first; `others` reacted too, and are not named: too many, or not known to the viewer."""

    named: list[Reactor]
    others: int


def reactors(person: Person, post: Post, comment: Comment | None = None) -> Reactors:
    """Three queries, whatever their number. The post, or the comment of it, was found through access."""
    given = Reaction.objects.filter(post=post, comment=comment)
    latest = given.filter(person__in=access.people(person).values("pk")).values("person").annotate(last=Max("pk")).order_by("-last")
    ids = list(latest.values_list("person", flat=True)[:NAMED])
    people = given.order_by().values("person").distinct().count()
    return Reactors(_named(given, ids), people - len(ids))


def _named(given: QuerySet[Reaction], ids: list[int]) -> list[Reactor]:
    found: dict[int, Reactor] = {}
    for row in given.filter(person__in=ids).select_related("person", "kind").order_by("kind__position", "kind"):
        found.setdefault(row.person_id, Reactor(row.person)).kinds.append(row.kind)
    return [found[id_] for id_ in ids if id_ in found]
