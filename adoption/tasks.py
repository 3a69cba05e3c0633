"""The Celery door of adoption."""

from celery import shared_task
from django.utils import timezone

from adoption.fill import fill as fill_rollups
from adoption.history.clock import present


@shared_task(name="adoption.tasks.fill", ignore_result=True)
def fill() -> None:
    """Count what has happened since the last time."""
    fill_rollups(at=present(timezone.now()))
