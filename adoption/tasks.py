"""The Celery door of adoption."""

from typing import Any

from celery import shared_task
from django.utils import timezone

from adoption.actions.campaigns import read_due
from adoption.actions.pause_watch import watch
from adoption.actions.retention import retain as retain_history
from adoption.fill import fill as fill_rollups
from adoption.fill.study import refresh
from adoption.history.clock import present


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
