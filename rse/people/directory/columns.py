"""Which column of a staff list says what: guessed from its header, corrected by whoever imports."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from rse.lib.fold import fold
from rse.lib.refusal import Refused

FIELDS: dict[str, str | Promise] = {
    "number": _("staff number"),
    "email": _("e-mail"),
    "first_name": _("first name"),
    "last_name": _("last name"),
    "name": _("full name"),
    "job": _("job"),
    "department": _("department"),
    "unit": _("unit"),
    "site": _("site"),
    "manager": _("manager"),
    "left": pgettext_lazy("column of a staff list", "departure"),
    "language": _("language"),
}
# Folded headers, the most usual first; a header that only begins or ends with one of them counts when no other is exact.
_USUAL: dict[str, tuple[str, ...]] = {
    "number": ("matricule", "staff number", "employee id", "employee number", "id", "numero", "external id", "identifiant", "number"),
    "email": ("e-mail", "email", "mail", "adresse mail", "adresse e-mail", "courriel", "adresse electronique", "email address", "upn"),
    "first_name": ("prenom", "first name", "firstname", "given name", "givenname"),
    "last_name": ("nom", "last name", "lastname", "surname", "nom de famille", "sn", "family name"),
    "name": ("nom complet", "full name", "name", "display name", "displayname", "nom et prenom", "prenom nom"),
    "job": ("fonction", "poste", "emploi", "metier", "intitule du poste", "job", "job title", "title", "titre", "position"),
    "department": ("direction", "department", "departement", "division", "branche"),
    "unit": ("entite", "unite", "service", "equipe", "unit", "team", "pole"),
    "site": ("site", "lieu", "lieu de travail", "etablissement", "location", "office", "ville"),
    "manager": ("manager", "responsable", "superieur", "n+1", "matricule manager", "manager id", "mail manager"),
    "left": ("date de sortie", "sortie", "depart", "date de depart", "left", "leaving date", "end date", "statut", "status"),
    "language": ("langue", "language", "locale"),
}

Columns = Mapping[str, int]


def guess(header: Sequence[str]) -> dict[str, int]:
    """The column of each field that a header names, by its place; a column serves once."""
    folded = [fold(title).replace("_", " ").strip() for title in header]
    found: dict[str, int] = {}
    for exact in (True, False):
        for name, usual in _USUAL.items():
            if name in found:
                continue
            free = [place for place in range(len(folded)) if place not in found.values() and folded[place]]
            place = next((place for word in usual for place in free if _is(folded[place], word, exact)), None)
            if place is not None:
                found[name] = place
    return found


def _is(title: str, word: str, exact: bool) -> bool:
    return title == word if exact else len(word) > 3 and (title.startswith(f"{word} ") or title.endswith(f" {word}"))


def check(columns: Columns, header: Sequence[str]) -> dict[str, int]:
    """The chosen columns; Refused when one serves twice, does not exist, or what nobody can do without is missing."""
    chosen = {name: place for name, place in columns.items() if name in FIELDS}
    if any(not 0 <= place < len(header) for place in chosen.values()):
        raise Refused(_("This column is not in the file."), field="columns")
    if len(set(chosen.values())) < len(chosen):
        raise Refused(_("The same column is chosen twice."), field="columns")
    if "email" not in chosen:
        raise Refused(_("Say which column holds the e-mail address."), field="columns")
    if "name" not in chosen and "last_name" not in chosen:
        raise Refused(_("Say which column holds the name."), field="columns")
    return chosen
