"""A launch prepared step by step: its date, its plan, its waves, its communities, and the day it starts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from adoption import access
from adoption.history.patterns import found, pattern_of
from adoption.models import Launch, LaunchStep, Letter, LetterKind, Nomination, PioneerAsk, Planned, Suggested, Wave
from adoption.science.backplan import BETWEEN, STEPS, back_plan, waves_of
from rse.audit import log
from rse.lib.refusal import Refused
from rse.lib.text import clean, one_line
from rse.people.models import Person, Unit

MOST_PLANNED = 60
MAX_WORDS = 2_000


def current_launch() -> Launch | None:
    return Launch.objects.filter(is_current=True).first()


def open_launch(*, by: Person | None, at: datetime) -> Launch:
    """The launch being prepared, under lock; made when there is none."""
    launch, _made = Launch.objects.select_for_update().get_or_create(
        is_current=True, defaults={"made_at": at, "made_by_id": by.pk if by else None}
    )
    return launch


@transaction.atomic
def set_date(*, by: Person, launch_on: date, words: str, at: datetime) -> Launch:
    """Choose the day, and the words of the invitation; the steps that nobody moved follow."""
    access.require_seed(by)
    launch = _unstarted(open_launch(by=by, at=at))
    words = clean(words).strip()
    if len(words) > MAX_WORDS:
        raise Refused(_("%(limit)s characters at most.") % {"limit": MAX_WORDS}, field="words")
    shift = launch_on - launch.launch_on if launch.launch_on else None
    launch.launch_on, launch.words = launch_on, words
    launch.save(update_fields=["launch_on", "words"])
    for key, day in back_plan(launch_on).items():
        LaunchStep.objects.get_or_create(launch=launch, key=key, defaults={"due_on": day})
        LaunchStep.objects.filter(launch=launch, key=key, moved=False).update(due_on=day)
    if shift:
        for wave in Wave.objects.filter(launch=launch, written_at=None):
            wave.day += shift
            wave.save(update_fields=["day"])
        _wave_steps(launch)
    log.record(actor=by, act="adoption.launch_date", target_type="launch", target_id=launch.pk, detail={"day": str(launch_on)}, at=at)
    return launch


@transaction.atomic
def propose_waves(*, by: Person, at: datetime, by_site: bool = True) -> int:
    """Waves by site, or by department, two weeks apart from the launch on, in the place of those there are. Returns how many."""
    access.require_seed(by)
    launch = _dated(_unstarted(open_launch(by=by, at=at)))
    field = "site" if by_site and Person.objects.filter(is_active=True, site__isnull=False).exists() else "unit"
    counted = Person.objects.filter(is_active=True, is_guest=False).exclude(**{field: None}).values(field).annotate(n=Count("pk"))
    sizes: dict[int, int] = {}
    tops = _tops()
    for row in counted.order_by(field):
        top = row[field] if field == "site" else tops[row[field]]
        sizes[top] = sizes.get(top, 0) + row["n"]
    if not sizes:
        raise Refused(_("Import the people first: waves go by site or by department."), field="waves")
    names = dict(Unit.objects.values_list("id", "name"))
    Wave.objects.filter(launch=launch).delete()
    assert launch.launch_on is not None
    groups = waves_of(list(sizes.items()))
    for place, group in enumerate(groups):
        named = ", ".join(names[unit] for unit in group.units)
        Wave.objects.create(
            launch=launch, position=place + 1, name=named if len(named) <= 80 else named[:79] + "…", unit_ids=list(group.units),
            day=launch.launch_on + BETWEEN * place,
        )  # fmt: skip
    _wave_steps(launch)
    return len(groups)


@transaction.atomic
def change_wave(*, by: Person, wave_id: int, name: str, day: date, at: datetime) -> None:
    """Rename a wave or give it another day; one whose invitations are written changes no more."""
    access.require_seed(by)
    wave = Wave.objects.select_for_update().filter(pk=wave_id, launch__is_current=True).first()
    if wave is None or wave.written_at is not None:
        raise Refused(_("The invitations of this wave are on their way: it changes no more."), field="wave")
    name = one_line(name)[:80]
    if not name:
        raise Refused(_("A wave needs a name."), field="name")
    if wave.launch.launch_on and day < wave.launch.launch_on:
        raise Refused(_("No wave goes before the launch."), field="day")
    wave.name, wave.day = name, day
    wave.save(update_fields=["name", "day"])
    _wave_steps(wave.launch)
    log.record(actor=by, act="adoption.wave", target_type="wave", target_id=wave.pk, detail={"day": str(day)}, at=at)


@transaction.atomic
def plan_communities(*, by: Person, chosen: Sequence[tuple[str, str]], language: str, at: datetime) -> int:
    """Plan a community of each `(template, name)`, an empty name being that of the template. Returns how many are new.

    Raises Refused on an unknown template, or too many.
    """
    access.require_seed(by)
    launch = open_launch(by=by, at=at)
    if Planned.objects.filter(launch=launch).count() + len(chosen) > MOST_PLANNED:
        raise Refused(_("%(limit)s communities at most.") % {"limit": MOST_PLANNED}, field="pattern")
    made = 0
    for key, name in chosen:
        pattern = pattern_of(key, language)
        title = one_line(name)[:80] or pattern.name
        made += Planned.objects.get_or_create(launch=launch, name=title, defaults={"pattern": key})[1]
    return made


@transaction.atomic
def change_planned(*, by: Person, planned_id: int, name: str, email: str) -> None:
    """Name a planned community otherwise, or say who animates it (empty: nobody yet)."""
    access.require_seed(by)
    planned = _planned(planned_id)
    name = one_line(name)[:80]
    if not name:
        raise Refused(_("A community needs a name with letters or digits."), field="name")
    if Planned.objects.filter(launch=planned.launch_id, name=name).exclude(pk=planned.pk).exists():
        raise Refused(_("Another planned community has this name."), field="name")
    animator = None
    if email.strip():
        animator = Person.objects.filter(email=email.strip().lower(), is_active=True, is_guest=False).first()
        if animator is None:
            raise Refused(_("No employee has this address."), field="email")
    planned.name, planned.animator_id = name, animator.pk if animator else None
    planned.save(update_fields=["name", "animator_id"])


@transaction.atomic
def drop_planned(*, by: Person, planned_id: int) -> None:
    access.require_seed(by)
    _planned(planned_id).delete()


@transaction.atomic
def start(*, by: Person, language: str, today: date, at: datetime) -> Launch:
    """The last step: found the communities, ask the chosen pioneers, and let the waves go on their days; names suggested are deleted.

    Raises Refused, having done nothing, when the date or the waves are missing, or a community cannot be founded.
    """
    access.require_seed(by)
    launch = _dated(_unstarted(open_launch(by=by, at=at)))
    if not Wave.objects.filter(launch=launch).exists():
        raise Refused(_("Plan the waves first."), field="waves")
    for planned in Planned.objects.filter(launch=launch, community_id=None):
        planned.community_id = found(by=by, planned=planned, language=language, today=today, at=at)
        planned.save(update_fields=["community_id"])
    _ask(launch, by=by, at=at)
    launch.started_at = at
    launch.save(update_fields=["started_at"])
    LaunchStep.objects.filter(launch=launch, key__in=("charters", "ask"), done_on=None).update(done_on=today)
    log.record(actor=by, act="adoption.launch", target_type="launch", target_id=launch.pk, detail={"day": str(launch.launch_on)}, at=at)
    return launch


def _ask(launch: Launch, *, by: Person, at: datetime) -> None:
    asked = set(PioneerAsk.objects.values_list("person_id", flat=True))
    chosen = [one for one in Suggested.objects.filter(launch=launch, chosen=True).values_list("person_id", flat=True) if one not in asked]
    PioneerAsk.objects.bulk_create([PioneerAsk(person_id=one, asked_by_id=by.pk, asked_at=at) for one in chosen])
    Letter.objects.bulk_create(
        [Letter(kind=LetterKind.PIONEER, person_id=one, due_at=at) for one in chosen], batch_size=500, ignore_conflicts=True
    )
    Suggested.objects.filter(launch=launch).delete()  # names are for the time of choosing
    Nomination.objects.all().delete()


@transaction.atomic
def keep_step(*, by: Person, step_id: int, name: str | None, due_on: date, done: bool, today: date, at: datetime) -> None:
    """Rename a step (None: as it is called), give it another date, tick it or untick it. Each change is in the audit log."""
    access.require_decide(by)
    step = LaunchStep.objects.select_for_update().filter(pk=step_id, launch__is_current=True).first()
    if step is None:
        raise Refused(_("This step does not exist."))
    name = step.name if name is None else one_line(name)
    if len(name) > 120:
        raise Refused(_("%(limit)s characters at most.") % {"limit": 120}, field="name")
    before = {"name": step.name, "due": str(step.due_on), "done": str(step.done_on or "")}
    step.name, step.moved = name, step.moved or due_on != step.due_on
    step.due_on, step.done_on = due_on, (step.done_on or today) if done else None
    step.save()
    after = {"name": step.name, "due": str(step.due_on), "done": str(step.done_on or "")}
    log.record(
        actor=by, act="adoption.launch_step", target_type="step", target_id=step.key, detail={"before": before, "after": after}, at=at
    )


def checks(launch: Launch | None) -> dict[str, int]:
    """What is missing before one starts, by name: how many."""
    planned = Planned.objects.filter(launch=launch)
    return {
        "people": Person.objects.filter(is_active=True, is_guest=False).count(),
        "chosen": Suggested.objects.filter(launch=launch, chosen=True).count(),
        "planned": planned.count(),
        "unanimated": planned.filter(animator_id=None).count(),
        "waves": Wave.objects.filter(launch=launch).count(),
    }


def _planned(planned_id: int) -> Planned:
    planned = Planned.objects.select_for_update().filter(pk=planned_id, launch__is_current=True, community_id=None).first()
    if planned is None:
        raise Refused(_("This community is founded already, or is no longer planned."))
    return planned


def _unstarted(launch: Launch) -> Launch:
    if launch.started_at is not None:
        raise Refused(_("The launch has started: its waves and steps change in the launch room."))
    return launch


def _dated(launch: Launch) -> Launch:
    if launch.launch_on is None:
        raise Refused(_("Choose the launch date first."), field="launch_on")
    return launch


def _wave_steps(launch: Launch) -> None:
    """A step of the plan for each wave after the first, which opens with the launch itself."""
    later = list(Wave.objects.filter(launch=launch).order_by("position")[1:])
    keys = [f"wave-{wave.pk}" for wave in later]
    LaunchStep.objects.filter(launch=launch).exclude(key__in=[*STEPS, *keys]).delete()
    for wave, key in zip(later, keys, strict=True):
        LaunchStep.objects.get_or_create(launch=launch, key=key, defaults={"due_on": wave.day, "name": wave.name})
        LaunchStep.objects.filter(launch=launch, key=key, moved=False).update(due_on=wave.day, name=wave.name)


def _tops() -> dict[int, int]:
    """The topmost unit above each, the organisation itself left out."""
    units = {unit.pk: unit for unit in Unit.objects.all()}
    found = {}
    for pk, unit in units.items():
        top = unit
        while top.parent_id is not None and units[top.parent_id].kind != "organisation":
            top = units[top.parent_id]
        found[pk] = top.pk
    return found
