"""The Celery door of adoption."""

import logging
import time
from typing import Any

from celery import shared_task
from django.utils import timezone
from kombu.exceptions import KombuError

from adoption.actions.barometer import hint as hint_barometer
from adoption.actions.campaigns import read_due
from adoption.actions.letters import letters_due, send_letter, write_due
from adoption.actions.packs import to_make
from adoption.actions.pause_watch import watch
from adoption.actions.retention import retain as retain_history
from adoption.evidence.make import make_pack as make_evidence_pack
from adoption.fill import fill as fill_rollups
from adoption.fill.study import refresh
from adoption.history.clock import present
from rse.people.actions import directory

POST_SECONDS = 25.0  # a round of the mail stops there: the next one goes on
POST_LETTERS = 500

logger = logging.getLogger(__name__)


@shared_task(name="adoption.tasks.fill", ignore_result=True)
def fill() -> None:
    """Count what has happened since the last time."""
    now = timezone.now()
    if not fill_rollups(at=present(now)).busy:
        refresh(at=now)
        watch(at=now)
        read_due(at=now)


BUSY_SECONDS = 300


@shared_task(name="adoption.tasks.retain", bind=True, max_retries=24, ignore_result=True)
def retain(self: Any) -> None:
    """Drop what is older than what is kept; a filling under way is waited for."""
    if retain_history(at=timezone.now()).busy:
        raise self.retry(countdown=BUSY_SECONDS)


@shared_task(name="adoption.tasks.post", ignore_result=True)
def post() -> int:
    """Write down the invitations of the waves whose day has come, and send what is due. Returns how many were sent."""
    write_due(at=timezone.now())
    until, sent = time.monotonic() + POST_SECONDS, 0
    for letter_id in letters_due(at=timezone.now(), limit=POST_LETTERS):
        if time.monotonic() > until:
            break
        sent += send_letter(letter_id, at=timezone.now())
    return sent


@shared_task(name="adoption.tasks.take_lists", ignore_result=True)
def take_lists() -> int:
    """Take the staff lists that wait, and forget those that nobody took. Returns how many were taken."""
    directory.forget_lists(at=timezone.now())
    return sum(directory.take_asked(one, at=timezone.now()) is not None for one in directory.lists_asked(at=timezone.now()))


# Evidence packs ------------------------------------------------------------------------------------


@shared_task(name="adoption.tasks.make_pack", ignore_result=True)
def make_pack(pack_id: int) -> None:
    """Make one pack."""
    make_evidence_pack(pack_id=pack_id)


def hint_pack(pack_id: int) -> None:
    """Have a pack made soon; whatever the broker does, the request goes on: `packs` finds what was lost."""
    try:
        make_pack.apply_async(kwargs={"pack_id": pack_id}, retry=False)
    except (KombuError, OSError) as error:
        logger.warning("broker_unavailable: %s", type(error).__name__)


@shared_task(name="adoption.tasks.packs", ignore_result=True)
def packs() -> None:
    """Make the packs whose message was lost, or whose worker died."""
    for pack_id in to_make(timezone.now()):
        make_evidence_pack(pack_id=pack_id)


@shared_task(name="adoption.tasks.barometer", ignore_result=True)
def barometer() -> None:
    """Tell home pages whether a wave is open, should the cache have forgotten."""
    hint_barometer()
