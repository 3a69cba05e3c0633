"""The filters of the directory as they stand in its address: read from it, and written back into links that add or remove one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from communities import feeds
from communities.feeds import PeopleFacets, PeopleFilters, UnitNode
from communities.views import reading
from rse.lib.ids import id_in
from rse.lib.languages import CODES, language_name

if TYPE_CHECKING:
    from django.http import HttpRequest, QueryDict

MANY = 5  # skills, or languages, at once
FIRST = 8  # options in sight; the others unfold


@dataclass(frozen=True)
class Option:
    """One more filter: how it is called, how many it would leave, and the address with it."""

    label: str
    people: int
    url: str


@dataclass(frozen=True)
class Group:
    """Filters of one sort; `further` unfold."""

    label: str
    first: Sequence[Option]
    further: Sequence[Option] = ()


@dataclass(frozen=True)
class Chip:
    """A filter that is on, and the address without it."""

    sort: str
    label: str
    url: str


def read(request: HttpRequest) -> PeopleFilters:
    """What the address asks for; what it cannot mean is left out."""
    asked = request.GET
    return PeopleFilters(
        query=reading.words(request),
        unit=id_in(asked.get("unit", "")),
        site=id_in(asked.get("site", "")),
        skills=tuple(dict.fromkeys(key[:120] for key in asked.getlist("skill") if key.isprintable() and key))[:MANY],
        languages=tuple(dict.fromkeys(code for code in asked.getlist("language") if code in CODES))[:MANY],
        is_new=asked.get("new") == "1",
        role=role if (role := asked.get("role", "")) in feeds.PEOPLE_ROLES else "",
    )


def chips(asked: QueryDict, filters: PeopleFilters, tree: dict[int, UnitNode]) -> list[Chip]:
    """Each filter that is on, the words looked for apart."""
    names = feeds.skill_names(filters.skills)
    placed = [(name, sort, id_) for name, sort, id_ in (("unit", _("Unit"), filters.unit), ("site", _("Site"), filters.site)) if id_]
    return [
        *(Chip(sort, tree[id_].name if id_ in tree else _("Unknown"), without(asked, name)) for name, sort, id_ in placed),
        *(Chip(_("Skill"), names.get(key, key), without(asked, "skill", key)) for key in filters.skills),
        *(Chip(_("Language"), language_name(code), without(asked, "language", code)) for code in filters.languages),
        *([Chip("", _("New here"), without(asked, "new"))] if filters.is_new else []),
        *([Chip("", _role_name(filters.role), without(asked, "role"))] if filters.role else []),
    ]


def groups(asked: QueryDict, filters: PeopleFilters, facets: PeopleFacets, tree: dict[int, UnitNode]) -> list[Group]:
    """What may still be added: only what would leave somebody."""
    offered = [
        _group(_("Unit"), _units(asked, "unit", filters.unit, facets.units, tree)),
        _group(_("Site"), _units(asked, "site", filters.site, facets.sites, tree)),
        _group(
            _("Skill"),
            [Option(one.name, one.people, plus(asked, "skill", one.key)) for one in facets.skills if one.key not in filters.skills],
        ),
        _group(_("Language"), _languages(asked, filters, facets)),
        _group(_("In the network"), _network(asked, filters, facets)),
    ]
    return [group for group in offered if group.first]


def plus(asked: QueryDict, name: str, value: str, *, alone: bool = False) -> str:
    """The address with one filter more, from its first page; `alone` when it takes the place of another of its name."""
    query = _first_page(asked)
    if alone:
        query[name] = value
    else:
        query.appendlist(name, value)
    return f"?{query.urlencode()}"


def without(asked: QueryDict, name: str, value: str = "") -> str:
    """The address without that filter, from its first page."""
    query = _first_page(asked)
    query.setlist(name, [each for each in query.getlist(name) if value and each != value])
    return f"?{query.urlencode()}"


def _first_page(asked: QueryDict) -> QueryDict:
    query = asked.copy()
    query.pop("after", None)
    return query


def _group(label: str, options: Sequence[Option]) -> Group:
    return Group(label, options[:FIRST], options[FIRST:])


def _units(asked: QueryDict, name: str, chosen: int | None, counts: dict[int, int], tree: dict[int, UnitNode]) -> list[Option]:
    """The units just under the chosen one; without one, the highest that part the people listed."""
    parent = chosen
    children = _under(tree, counts, parent)
    while parent is None and len(children) == 1 and (below := _under(tree, counts, children[0].id)):
        children = below
    return [Option(node.name, counts[node.id], plus(asked, name, str(node.id), alone=True)) for node in children]


def _under(tree: dict[int, UnitNode], counts: dict[int, int], parent: int | None) -> list[UnitNode]:
    return [node for node in tree.values() if node.parent == parent and node.id in counts]


def _languages(asked: QueryDict, filters: PeopleFilters, facets: PeopleFacets) -> list[Option]:
    rows = sorted(facets.languages.items(), key=lambda row: (-row[1], row[0]))
    return [Option(language_name(code), people, plus(asked, "language", code)) for code, people in rows if code not in filters.languages]


def _network(asked: QueryDict, filters: PeopleFilters, facets: PeopleFacets) -> list[Option]:
    offered = []
    if facets.new and not filters.is_new:
        offered.append(Option(_("New here"), facets.new, plus(asked, "new", "1")))
    for role in feeds.PEOPLE_ROLES:
        if facets.roles.get(role) and filters.role != role:
            offered.append(Option(_role_name(role), facets.roles[role], plus(asked, "role", role, alone=True)))
    return offered


def _role_name(role: str) -> str:
    return _("Animates a community") if role == "animator" else _("Answers for a topic")
