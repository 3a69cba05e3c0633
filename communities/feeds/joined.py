"""A kept card for one viewer: its slots filled with what is theirs, their rights and their acts."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from communities import access
from communities.feeds.drawn import OPEN, Stored
from communities.feeds.mine import Mine
from communities.feeds.peeks import UNPEEKED, Peek
from communities.feeds.shares import Original
from rse.people.models import Person

MAX_FILLED = 24


@dataclass(frozen=True)
class Shared:
    """What a share shows of its original to one viewer; `about` is the same for whoever sees the same."""

    about: Original
    html: str
    is_folded: bool = False  # by someone whom the viewer blocked


def join(
    stored: Stored,
    person: Person,
    roles: Mapping[int, str],
    own: Mine,
    csrf: str,
    original: Shared | None = None,
    *,
    accepted: bool = False,
    refers: bool = False,
    peek: Peek = UNPEEKED,
    folded: Collection[int] = frozenset(),
) -> SafeString:
    """The card for this viewer: made once for all whom it shows the same, but for the token of their forms.

    `folded` are the people whose words in it are closed, until the viewer opens them this once.
    """
    role = roles.get(stored.community_id)
    whose = stored.author_id == person.pk, stored.asker_id == person.pk
    shared = original and (original.about, original.is_folded)
    key = (role, person.is_active, *whose, accepted, refers, own, shared, peek, folded)
    if (parts := stored.filled.get(key)) is None:
        held = _held(stored, person, role, own, accepted=accepted, refers=refers)
        held |= _held_of(peek)
        parts = _fill(stored, held, own, original.html if original else "", folded)
        if len(stored.filled) < MAX_FILLED:
            stored.filled[key] = parts
    return mark_safe(csrf.join(parts))


def _held(stored: Stored, person: Person, role: str | None, own: Mine, *, accepted: bool, refers: bool = False) -> set[str]:
    """The names of what `{% only %}` keeps for this viewer."""
    held = set(access.rights_on(person, author_id=stored.author_id, role=role, is_archived=stored.is_archived, asker_id=stored.asker_id))
    if role is None:
        held.add("outside")
    if stored.is_question and "accept" in held:
        held.add("unaccept" if accepted else "choose")
    if accepted:
        held.add("accepted")
    if stored.is_question and not stored.is_archived and person.is_active and (role in access.ANIMATION or (role and refers)):
        held.add("vouch")
    kinds = [slot.removeprefix("only:lead:") for slot in stored.pieces[1::2] if slot.startswith("only:lead:")]
    if kinds:  # of reactions: in front of the others, the first that was given
        lead = next((kind for kind in kinds if kind in own.given), kinds[0])
        held |= {f"lead:{lead}", *(f"rest:{kind}" for kind in kinds if kind != lead)}
    held.add("unvoted" if own.chosen is None else "voted")
    held |= access.rights_by_kind(person, author_id=stored.author_id, role=role, is_archived=stored.is_archived)
    if own.is_acknowledged:
        held.discard("acknowledge")
        held.add("acknowledged")
    held.add("followed" if own.level == "follow" else "unfollowed")
    held.add("muted" if own.level == "mute" else "unmuted")
    return held


def _held_of(peek: Peek) -> set[str]:
    """The same of the lines under a card."""
    return {f"earlier:{peek.shown}", *(f"peek:{n + 1}" for n in range(peek.shown)), *(f"unread:{place}" for place in peek.unread)}


def _fill(stored: Stored, held: set[str], own: Mine, original: str = "", folded: Collection[int] = ()) -> list[str]:
    """`only:x` … `end:x` keep what is between when x is held, the other slots are replaced; cut where the token goes."""
    filled: list[list[str]] = [[]]
    fold, unfold = render_to_string("communities/_folded.html", {"card": OPEN}).split(OPEN) if folded else ("", "")
    skipping: str | None = None
    for place, piece in enumerate(stored.pieces):
        if place % 2 == 0:
            if skipping is None:
                filled[-1].append(piece)
        elif skipping is not None:
            skipping = None if piece == f"end:{skipping}" else skipping
        elif piece.startswith("only:"):
            skipping = None if piece[5:] in held else piece[5:]
        elif piece.startswith("pressed:"):
            filled[-1].append("true" if piece[8:] in own.given else "false")
        elif piece == "saved":
            filled[-1].append("true" if own.is_saved else "false")
        elif piece.startswith("chosen:"):
            filled[-1].append(" checked" if own.chosen and int(piece[7:]) in own.chosen else "")
        elif piece.startswith("shared:"):
            filled[-1].append(original)
        elif piece.startswith("fold:"):
            filled[-1].append(fold if int(piece[5:]) in folded else "")
        elif piece.startswith("unfold:"):
            filled[-1].append(unfold if int(piece[7:]) in folded else "")
        elif piece == "csrf":
            filled.append([])
    return ["".join(parts) for parts in filled]
