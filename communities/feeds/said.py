"""What a version says beside its words, in the reader's language: the fields of a kind, told from those of the version before."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from communities.models import Basis
from rse.lib import l10n
from rse.lib.word_diff import Piece, word_diff
from rse.people.models import Person

Names = Mapping[int, str]
_LABELS: dict[str, str | Promise] = {
    "situation": pgettext_lazy("story", "Before"),
    "change": _("What the community changed"),
    "happened_on": _("It happened on"),
    "amount": _("Figure"),
    "unit": _("Of what"),
    "period": _("Over what period"),
    "basis": _("It rests on"),
    "proofs": _("Proofs"),
    "what_for": _("What for"),
    "people": _("People"),
    "must_read": _("To be read by every member"),
    "read_by": _("Before the end of"),
    "closes_at": _("Closes on"),
}  # in the order of reading


class FieldRow(NamedTuple):
    """A field that was changed, or one of the first version."""

    label: str | Promise
    pieces: Sequence[Piece]


def people_said(versions: Iterable[Mapping[str, Any]]) -> Names:
    """Person -> name, of all who are named in these details. One query, none where nobody is."""
    ids = {id_ for details in versions for id_ in details.get("people", ())}
    return {person.pk: person.name for person in Person.objects.filter(pk__in=ids)} if ids else {}


def field_rows(details: Mapping[str, Any], earlier: Mapping[str, Any] | None, names: Names) -> list[FieldRow]:
    """The fields that are not what they were; all of them where nothing was before."""
    rows = []
    for name, label in _LABELS.items():
        new, old = _text(name, details, names), _text(name, earlier or {}, names)
        if new != old:
            rows.append(FieldRow(label, [Piece("same", new)] if earlier is None else word_diff(old, new)))
    return rows


def file_pieces(files: Sequence[Sequence[str]], earlier: Sequence[Sequence[str]] | None) -> list[Piece]:
    """The names of the files: those that came and went told from those that stayed; all the same where nothing was before."""
    if earlier is None:
        return [Piece("same", name) for _token, name in files]
    had, has = {token for token, _name in earlier}, {token for token, _name in files}
    if had == has:
        return []
    gone = [Piece("removed", name) for token, name in earlier if token not in has]
    return gone + [Piece("same" if token in had else "added", name) for token, name in files]


def _text(name: str, details: Mapping[str, Any], names: Names) -> str:
    if name not in details:
        return ""
    write = _WRITERS.get(name)
    return write(details[name], names) if write else str(details[name])


def _people(ids: Any, names: Names) -> str:
    return ", ".join(sorted(names[id_] for id_ in ids if id_ in names))


_WRITERS: dict[str, Callable[[Any, Names], str]] = {
    "amount": lambda text, _names: l10n.number(float(Decimal(text))),
    "happened_on": lambda text, _names: l10n.day(date.fromisoformat(text)),
    "read_by": lambda text, _names: l10n.day(date.fromisoformat(text)),
    "closes_at": lambda text, _names: l10n.moment(datetime.fromisoformat(text)),
    "basis": lambda text, _names: str(Basis(text).label),
    "proofs": lambda addresses, _names: "\n".join(addresses),
    "must_read": lambda _is, _names: str(_("Yes")),
    "people": _people,
}
