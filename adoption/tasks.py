"""The Celery door of adoption."""

import logging
from typing import Any

from celery import shared_task
from django.utils import timezone
from kombu.exceptions import KombuError

from adoption.actions.barometer import hint as hint_barometer
from adoption.actions.packs import to_make
from adoption.actions.pause_watch import watch
from adoption.actions.retention import retain as retain_history
from adoption.evidence.make import make_pack as make_evidence_pack
from adoption.fill import fill as fill_rollups
from adoption.fill.study import refresh
from adoption.history.clock import present

logger = logging.getLogger(__name__)


@shared_task(name="adoption.tasks.fill", ignore_result=True)
def fill() -> None:
    """Count what has happened since the last time."""
    now = timezone.now()
    if not fill_rollups(at=present(now)).busy:
        refresh(at=now)
        watch(at=now)


BUSY_SECONDS = 300


@shared_task(name="adoption.tasks.retain", bind=True, max_retries=24, ignore_result=True)
def retain(self: Any) -> None:
    """Drop what is older than what is kept; a filling under way is waited for."""
    if retain_history(at=timezone.now()).busy:
        raise self.retry(countdown=BUSY_SECONDS)


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
