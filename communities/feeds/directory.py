"""The directory of people: whom one may see, filtered, in the order of names or of arrivals, with what each further filter would leave."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet

from communities import access
from communities.feeds.people import so_named
from communities.models import Membership, TopicReferent
from rse.lib.fold import fold
from rse.lib.pages import Page
from rse.people.models import Person, PersonSkill, Skill, Unit, UnitKind

PEOPLE_PAGE = 40
NEW_DAYS = 60  # someone whose account opened since is new here
ROLES = ("animator", "referent")
OFFERED = 40  # of the skills of those listed, the most frequent
ORDERS = ("name", "new")


@dataclass(frozen=True)
class PeopleFilters:
    """What is looked for; all of it at once. `unit` and `site` hold what is under them, `skills` are keys, `languages` codes."""

    query: str = ""
    unit: int | None = None
    site: int | None = None
    skills: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    is_new: bool = False
    role: str = ""


@dataclass(frozen=True)
class UnitNode:
    id: int
    name: str
    kind: str
    parent: int | None


@dataclass(frozen=True)
class SkillCount:
    key: str
    name: str
    people: int


@dataclass(frozen=True)
class PeopleFacets:
    """Of the people listed, how many each further choice would leave. Units and sites by id, with all that is under them."""

    people: int = 0
    units: dict[int, int] = field(default_factory=dict)
    sites: dict[int, int] = field(default_factory=dict)
    skills: Sequence[SkillCount] = ()
    languages: dict[str, int] = field(default_factory=dict)
    new: int = 0
    roles: dict[str, int] = field(default_factory=dict)


def new_since(at: datetime) -> datetime:
    """Whoever joined since is new here."""
    return at - timedelta(days=NEW_DAYS)


def unit_tree() -> dict[int, UnitNode]:
    """All units by id; one query. Each employee may know of them."""
    return {row[0]: UnitNode(*row) for row in Unit.objects.order_by("name_key", "pk").values_list("pk", "name", "kind", "parent_id")}


def under(tree: dict[int, UnitNode], id_: int) -> list[int]:
    """That unit and those under it; whatever the tree says, each once."""
    children: dict[int | None, list[int]] = {}
    for node in tree.values():
        children.setdefault(node.parent, []).append(node.id)
    found, waiting = [], [id_] if id_ in tree else []
    while waiting:
        found.append(one := waiting.pop())
        waiting += [child for child in children.get(one, ()) if child not in found]
    return found


def people_directory(
    person: Person,
    filters: PeopleFilters = PeopleFilters(),  # it is frozen
    *,
    at: datetime | None = None,
    order: str = "name",
    after: str = "",
    size: int = PEOPLE_PAGE,
    tree: dict[int, UnitNode] | None = None,
) -> Page[Person]:
    """Open accounts; the cursor is "folded name|id", or for the newcomers "moment|id", of the last row. One query, two with a unit."""
    seen = _filtered(person, filters, at=at, tree=tree)
    is_by_name = order != "new"
    seen = _after_name(seen, after) if is_by_name else _after_arrival(seen, after)
    keys = ("name_key", "id") if is_by_name else ("-joined_at", "-id")
    rows = list(seen.select_related("unit", "site", "profile").order_by(*keys)[: size + 1])
    last = rows[size - 1] if len(rows) > size else None
    return Page(rows[:size], (f"{last.name_key}|{last.pk}" if is_by_name else f"{last.joined_at.isoformat()}|{last.pk}") if last else None)


def people_facets(person: Person, filters: PeopleFilters, *, at: datetime, tree: dict[int, UnitNode]) -> PeopleFacets:
    """What the filters leave, counted over the people whom the viewer may see, and nobody else. One query."""
    try:
        return _counted(person, _filtered(person, filters, at=at, tree=tree), at=at, tree=tree)
    except EmptyResultSet:  # filters that nobody can meet
        return PeopleFacets()


def skill_names(keys: Sequence[str]) -> dict[str, str]:
    """How these skills are written, by key; those that nobody has are not there."""
    if not keys:
        return {}
    rows = Skill.objects.filter(key__in=keys).values_list("key", "name", "merged_into__name")
    return {key: merged or name for key, name, merged in rows}


def skills_like(person: Person, beginning: str, *, size: int = 8) -> Sequence[str]:
    """Skills to complete what is being written: those whose name, or a word of it, begins so, of people one may see."""
    key = fold(beginning)
    if not key or not access.may_browse_people(person):
        return []
    seen = access.people(person).filter(is_active=True)
    borne = PersonSkill.objects.filter(skill=OuterRef("pk"), person__in=seen.values("pk"))
    named = Skill.objects.filter(Q(key__startswith=key) | Q(key__contains=f" {key}"), Exists(borne), merged_into=None)
    return list(named.order_by("key").values_list("name", flat=True)[:size])


def _filtered(person: Person, filters: PeopleFilters, *, at: datetime | None, tree: dict[int, UnitNode] | None) -> QuerySet[Person]:
    seen = so_named(access.people(person).filter(is_active=True), filters.query)
    if filters.unit is not None or filters.site is not None:
        seen = _placed(seen, filters, unit_tree() if tree is None else tree)
    for skill in _skill_ids(filters.skills):
        seen = seen.filter(pk__in=PersonSkill.objects.filter(skill=skill).values("person"))
    if filters.languages:
        seen = seen.filter(profile__languages__contains=list(filters.languages))
    if filters.is_new and at is not None:
        seen = seen.filter(joined_at__gte=new_since(at))
    if filters.role:
        seen = seen.filter(pk__in=_with_role(person, filters.role))
    return seen


def _skill_ids(keys: Sequence[str]) -> list[int]:
    """The skills of these keys, those that count since they were merged; 0, which nobody has, for an unknown one.

    Asked apart: the planner then knows how many people have each.
    """
    rows = Skill.objects.filter(key__in=keys).values_list("key", "merged_into_id", "pk") if keys else []
    known = {key: merged_into or pk for key, merged_into, pk in rows}
    return [known.get(key, 0) for key in keys]


def _placed(people: QuerySet[Person], filters: PeopleFilters, tree: dict[int, UnitNode]) -> QuerySet[Person]:
    if filters.unit is not None:
        units = under(tree, filters.unit)
        is_site = filters.unit in tree and tree[filters.unit].kind == UnitKind.SITE
        people = people.filter(Q(unit__in=units) | Q(site__in=units)) if is_site else people.filter(unit__in=units)
    return people if filters.site is None else people.filter(site__in=under(tree, filters.site))


def _with_role(person: Person, role: str) -> QuerySet[Any, Any]:
    """Who animates a community that the viewer may know of, or answers for a topic where the viewer reads."""
    if role == "animator":
        known = access.communities(person).filter(archived_at=None)
        return Membership.objects.filter(role__in=access.ANIMATION, community__in=known.values("pk")).values("person")
    belongs = Membership.objects.filter(community=OuterRef("community"), person=OuterRef("person"))
    there = access.readable_communities(person).filter(archived_at=None)
    return TopicReferent.objects.filter(Exists(belongs), community__in=there.values("pk")).values("person")


def _counted(person: Person, people: QuerySet[Person], *, at: datetime, tree: dict[int, UnitNode]) -> PeopleFacets:
    found, params = people.order_by().values("id", "unit_id", "site_id", "joined_at").query.sql_with_params()
    roles = [(role, *_with_role(person, role).query.sql_with_params()) for role in ROLES]
    # Each table is walked once: grouped first by what is few (units, skills, sets of languages), then named or taken apart.
    sql = f"""
        WITH found (id, unit_id, site_id, joined_at) AS MATERIALIZED ({found}),
        placed AS (SELECT unit_id, site_id, joined_at >= %s AS is_new, count(*) AS people FROM found GROUP BY 1, 2, 3),
        owned AS (SELECT has.skill_id, count(*) AS people FROM found JOIN people_personskill has ON has.person_id = found.id
            GROUP BY has.skill_id ORDER BY people DESC, has.skill_id LIMIT {OFFERED}),
        speaking AS (SELECT p.languages, count(*) AS people FROM found JOIN people_profile p ON p.person_id = found.id
            AND p.languages <> '{{}}' GROUP BY p.languages)
        SELECT 'all', '', '', coalesce(sum(people), 0)::bigint FROM placed
        UNION ALL SELECT 'new', '', '', coalesce(sum(people) FILTER (WHERE is_new), 0)::bigint FROM placed
        UNION ALL SELECT 'unit', unit_id::text, '', sum(people)::bigint FROM placed WHERE unit_id IS NOT NULL GROUP BY unit_id
        UNION ALL SELECT 'site', site_id::text, '', sum(people)::bigint FROM placed WHERE site_id IS NOT NULL GROUP BY site_id
        UNION ALL SELECT 'skill', s.key, s.name, owned.people FROM owned JOIN people_skill s ON s.id = owned.skill_id
        UNION ALL SELECT 'language', spoken, '', sum(people)::bigint FROM speaking, unnest(languages) spoken GROUP BY spoken
        {" ".join(f"UNION ALL SELECT 'role', '{role}', '', count(*) FROM found WHERE id IN ({sql})" for role, sql, _params in roles)}
    """  # what is put in is SQL made by the rules, and names of this file
    with connection.cursor() as cursor:
        cursor.execute(sql, [*params, new_since(at), *(param for _role, _sql, own in roles for param in own)])
        rows = cursor.fetchall()
    of = {kind: [(key, name, count) for found_kind, key, name, count in rows if found_kind == kind] for kind in
          ("all", "new", "unit", "site", "skill", "language", "role")}  # fmt: skip
    return PeopleFacets(
        people=of["all"][0][2],
        units=_with_above({int(key): count for key, _name, count in of["unit"]}, tree),
        sites=_with_above({int(key): count for key, _name, count in of["site"]}, tree),
        skills=[SkillCount(*row) for row in sorted(of["skill"], key=lambda row: (-row[2], row[0]))],
        languages={key: count for key, _name, count in of["language"]},
        new=of["new"][0][2],
        roles={key: count for key, _name, count in of["role"]},
    )


def _with_above(counts: dict[int, int], tree: dict[int, UnitNode]) -> dict[int, int]:
    """Each unit with the people of those under it."""
    total: dict[int, int] = {}
    for id_, count in counts.items():
        above, passed = id_ if id_ in tree else None, set[int]()
        while above is not None and above not in passed:
            total[above] = total.get(above, 0) + count
            passed.add(above)
            above = tree[above].parent if above in tree else None
    return total


def _after_name(people: QuerySet[Person], cursor: str) -> QuerySet[Person]:
    name_key, id_ = _key_and_id(cursor)
    return people if id_ is None else people.filter(Q(name_key__gt=name_key) | Q(name_key=name_key, pk__gt=id_))


def _after_arrival(people: QuerySet[Person], cursor: str) -> QuerySet[Person]:
    moment, id_ = _key_and_id(cursor)
    try:
        at = datetime.fromisoformat(moment)
    except ValueError:
        return people
    if id_ is None or at.tzinfo is None:
        return people
    return people.filter(Q(joined_at__lt=at) | Q(joined_at=at, pk__lt=id_))


def _key_and_id(cursor: str) -> tuple[str, int | None]:
    key, _, id_ = cursor.rpartition("|")
    return key, int(id_) if id_.isascii() and id_.isdigit() and len(id_) <= 18 else None
