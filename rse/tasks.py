"""The platform's own tasks."""

from celery import shared_task
from django.core.management import call_command


@shared_task
def tidy() -> None:
    """Delete the sessions that have expired; run nightly."""
    call_command("clearsessions")
