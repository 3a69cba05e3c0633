"""The words of a post or a comment: their limits, their safe HTML, and whom they mention."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from communities import access, events
from communities.events import NewEvent
from communities.models import Comment, Community, Membership, Mention, Post
from communities.models.event import Verb
from rse.lib.fold import fold
from rse.lib.l10n import number
from rse.lib.refusal import Refused
from rse.lib.text import clean, names_in, render
from rse.people.models import Person

MAX_BODY = 20_000  # characters: a dozen pages
MAX_TITLE = 200
MAX_MENTIONS = 50
_MAX_CANDIDATES = 400

Seen = Callable[[set[str], Person], list[Person]]


@dataclass(frozen=True)
class Words:
    """Text as typed, its safe HTML, and the people it mentions."""

    body: str
    html: str
    mentioned: list[Person]


def read_words(body: str, *, by: Person, community: Community, seen: Seen | None = None, may_be_empty: bool = False) -> Words:
    """Check and render what `by` typed. Raises Refused when it is empty, too long or mentions a crowd.

    `seen` finds the people so named whom `by` may see; batches give one that remembers.
    """
    body = clean(body).strip()
    if not body and not may_be_empty:
        raise Refused(_("Write something first: an empty text cannot be published."), field="body")
    check_length(body, limit=MAX_BODY, field="body")
    found = _people_named(names_in(body), by=by, community=community, seen=seen or people_seen)
    rendered = render(body, {key: f"/people/{person.pk}/" for key, person in found.items()})
    mentioned = list({found[key].pk: found[key] for key in rendered.mentioned}.values())
    if len(mentioned) > MAX_MENTIONS:
        raise Refused(_("This text mentions more than %(limit)s people.") % {"limit": MAX_MENTIONS}, field="body")
    return Words(body, rendered.html, mentioned)


def check_length(text: str, *, limit: int, field: str) -> None:
    if (excess := len(text) - limit) > 0:
        message = ngettext_lazy(
            "This text is too long by %(shown)s character (%(limit)s at most).",
            "This text is too long by %(shown)s characters (%(limit)s at most).",
            "count",
        )
        raise Refused(str(message % {"count": excess, "shown": number(excess), "limit": number(limit)}), field=field)


def record_mentions(
    words: Words, *, by: Person, post: Post, comment: Comment | None, source: str, at: datetime, was_there: bool = False
) -> None:
    """Write the mentions that are new, one event each; those no longer in a text that `was_there` go."""
    known: set[int] = set()
    if was_there:
        kept = Mention.objects.filter(post=post, comment=comment)
        kept.exclude(person__in=words.mentioned).delete()
        known = set(kept.values_list("person_id", flat=True))
    for person in words.mentioned:
        if person.pk in known:
            continue
        Mention.objects.create(person=person, post=post, comment=comment, at=at)
        events.record(mention_of(person, by=by, post=post, comment=comment, source=source, at=at))


def mention_of(
    person: Person, *, by: Person, post: Post, at: datetime, comment: Comment | None = None, via: str = "", source: str = "web"
) -> NewEvent:
    """That `by` named someone in a post, or in one of its comments."""
    return NewEvent(
        at=at,
        verb=Verb.MENTION,
        actor_id=by.pk,
        community_id=post.community_id,
        object_type="comment" if comment else "post",
        object_id=comment.pk if comment else post.pk,
        root_id=post.pk,
        target_id=person.pk,
        via=via,
        source=source,
    )


def people_seen(keys: set[str], by: Person) -> list[Person]:
    """The people with one of these sort keys whom `by` may see, in the order of the keys."""
    return list(access.people(by).filter(name_key__in=keys, is_active=True).order_by("name_key"))


def _people_named(names: set[str], *, by: Person, community: Community, seen: Seen) -> dict[str, Person]:
    """Folded name -> the one person so called whom `by` may see; members of the community win over namesakes."""
    keys = name_keys(names)
    if not keys:
        return {}
    found: dict[str, Person] = {}
    for _key, group in groupby(seen(keys, by), key=lambda person: person.name_key):
        namesakes = list(group)
        if len(namesakes) > 1:
            ids = [person.pk for person in namesakes]
            members = set(Membership.objects.filter(community=community, person__in=ids).values_list("person_id", flat=True))
            namesakes = [person for person in namesakes if person.pk in members]
        if len(namesakes) == 1:
            found[fold(namesakes[0].name)] = namesakes[0]
    return found


def people_called(names: Collection[str], *, by: Person, community: Community) -> dict[str, Person]:
    """Name as typed -> the one person so called whom `by` may see; of namesakes, the member of the community."""
    found = _people_named({fold(name) for name in names}, by=by, community=community, seen=people_seen)
    return {name: found[fold(name)] for name in names if fold(name) in found}


def name_keys(names: set[str]) -> set[str]:
    """The sort keys ("last first") that names typed "first last" may stand for."""
    return {key for name in sorted(names)[:_MAX_CANDIDATES] for key in _turns(name.split(" "))}


def _turns(parts: list[str]) -> list[str]:
    return [" ".join(parts[cut:] + parts[:cut]) for cut in range(len(parts))]
