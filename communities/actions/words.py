"""The words of a post or a comment: their limits, their safe HTML, and whom they mention."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
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
from rse.lib.text import clean, names_in, one_line, render
from rse.people.models import Person

MAX_BODY = 20_000  # characters: a dozen pages
MAX_TITLE = 200
MAX_MENTIONS = 50
MAX_TOPICS = 20
_MAX_CANDIDATES = 400

Seen = Callable[[set[str], Person], list[Person]]


@dataclass(frozen=True)
class Words:
    """Text as typed, its safe HTML, the people it mentions, its topics (key, and name as written), whether it names its community."""

    body: str
    html: str
    mentioned: list[Person]
    topics: Mapping[str, str] = field(default_factory=dict)
    calls: bool = False


def read_words(
    body: str,
    *,
    by: Person,
    community: Community | None,
    seen: Seen | None = None,
    may_be_empty: bool = False,
    calls: bool = False,
    has_called: bool = False,
) -> Words:
    """Check and render what `by` typed. Raises Refused when it is empty, too long, mentions a crowd or has too many topics.

    `seen` finds the people so named whom `by` may see; batches give one that remembers. With `calls`, the name of the community
    after an @ is a mention of its members, where `by` has the right to that or `has_called` them with these words before.
    """
    body = clean(body).strip()
    if not body and not may_be_empty:
        raise Refused(_("Write something first: an empty text cannot be published."), field="body")
    check_length(body, limit=MAX_BODY, field="body")
    found = _people_named(names_in(body), by=by, community=community, seen=seen or people_seen)
    groups = {}
    if calls and community is not None and is_named(community, body) and (has_called or access.may_call(by, community)):
        groups = {community.name: f"/c/{community.slug}/"}
    rendered = render(body, {key: f"/people/{person.pk}/" for key, person in found.items()}, groups)
    mentioned = list({found[key].pk: found[key] for key in rendered.mentioned}.values())
    if len(mentioned) > MAX_MENTIONS:
        raise Refused(_("This text mentions more than %(limit)s people.") % {"limit": MAX_MENTIONS}, field="body")
    if len(rendered.topics) > MAX_TOPICS:
        raise Refused(_("This text has more than %(limit)s topics.") % {"limit": MAX_TOPICS}, field="body")
    return Words(body, rendered.html, mentioned, rendered.topics, bool(rendered.groups))


def is_named(community: Community, body: str) -> bool:
    """Whether the text could name the community after an @."""
    return "@" in body and fold(f"@{community.name}") in fold(body)


def preview(body: str, *, by: Person, community: Community | None) -> str:
    """The safe HTML that this text would have in that community; of namesakes, none is meant before the choice of one."""
    return read_words(body, by=by, community=community, may_be_empty=True, calls=True).html


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


def _people_named(names: set[str], *, by: Person, community: Community | None, seen: Seen) -> dict[str, Person]:
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


def readers_called(given: object, *, by: Person, community: Community, field: str, most: int) -> list[Person]:
    """The people so named or of these ids, whom `by` may see and who may read the community; Refused when one is not."""
    asked = list(dict.fromkeys(given)) if isinstance(given, list | tuple) else []
    if not asked:
        return []
    if len(asked) > most:
        raise Refused(_("Name %(limit)s people at most.") % {"limit": most}, field=field)
    ids = [one for one in asked if isinstance(one, int)]
    names = [one_line(str(one)) for one in asked if not isinstance(one, int)]
    seen = {person.pk: person for person in access.people(by).filter(pk__in=ids, is_active=True)}
    called = people_called(names, by=by, community=community)
    if unknown := [name for name in names if name not in called] + [str(id_) for id_ in ids if id_ not in seen]:
        message = _("Nobody here is called “%(name)s”: write the first name and the last name.")
        raise Refused(message % {"name": unknown[0][:80]}, field=field)
    people = list({person.pk: person for person in (*seen.values(), *called.values())}.values())
    readers = access.readers_among([person.pk for person in people], community_id=community.pk)
    if outside := [person.name for person in people if person.pk not in readers]:
        raise Refused(_("%(names)s could not read this here.") % {"names": ", ".join(outside)}, field=field)
    return people


def name_keys(names: set[str]) -> set[str]:
    """The sort keys ("last first") that names typed "first last" may stand for."""
    return {key for name in sorted(names)[:_MAX_CANDIDATES] for key in _turns(name.split(" "))}


def _turns(parts: list[str]) -> list[str]:
    return [" ".join(parts[cut:] + parts[:cut]) for cut in range(len(parts))]
