"""The demonstration, made at once or not at all."""

from dataclasses import dataclass
from datetime import datetime
from random import Random

from django.db import connection, transaction

from rse.audit.demo import mark_as_demo
from rse.lib.refusal import Refused
from rse.management.demo import waiting
from rse.management.demo.kinds import Told, notify, tell_kinds
from rse.management.demo.newcomer import welcome_newcomer
from rse.management.demo.people import FULL_SIZE, FULL_WEEKS
from rse.management.demo.process import SEED, make_plan
from rse.management.demo.vouched import tell_vouched
from rse.management.demo.write import SOURCE, Progress, Writer
from rse.people.models import Person


@dataclass(frozen=True)
class Made:
    """What there is now."""

    people: int
    communities: int
    posts: int
    answers: int
    reactions: int


def is_empty() -> bool:
    """Whether nobody has an account here yet."""
    return not Person.objects.exists()


@transaction.atomic
def make_demo(
    *,
    at: datetime,
    people: int = FULL_SIZE,
    weeks: int = FULL_WEEKS,
    seed: int = SEED,
    progress: Progress = lambda done, total, label: None,
) -> Made:
    """Invent the company and its last weeks, up to `at`. Raises Refused where people already are."""
    if not is_empty():
        raise Refused("This installation already has people: the demonstration is only for an empty one.")
    plan = make_plan(end=at, people=people, weeks=weeks, seed=seed)
    waiting.add_recent(plan, Random(seed + 1))  # noqa: S311
    writer = Writer(plan, progress)
    writer.write()
    told = Told(plan, writer.people, writer.places, SOURCE)
    tell_kinds(told)
    tell_vouched(told)
    notify(told)
    waiting.leave_waiting(plan, writer.people, writer.places, SOURCE)
    welcome_newcomer(writer.people, at=at)
    mark_as_demo(at=at, seed=seed, people=people, weeks=weeks)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    said = [said for talk in plan.conversations for said in talk.said]
    reactions = sum(len(one.reactions) for one in said)
    return Made(len(plan.people), len(plan.places), len(plan.conversations), len(said) - len(plan.conversations), reactions)
