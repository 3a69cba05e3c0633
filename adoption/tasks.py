"""The Celery door of adoption."""

from celery import shared_task
from django.utils import timezone

from adoption.actions.pause_watch import watch
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
