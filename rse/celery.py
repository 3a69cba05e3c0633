"""The Celery app and the whole beat table: what runs when."""

import os
from typing import Any

from celery import Celery
from celery.schedules import crontab

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rse.settings")

app = Celery("rse")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

BEAT: dict[str, dict[str, Any]] = {
    # Notifications whose message was lost: the row is the truth, the message a hint.
    "sweep": {"task": "communities.tasks.sweep", "schedule": 30.0},
    # The weekly figures of adoption, from the events recorded since the last time.
    "fill": {"task": "adoption.tasks.fill", "schedule": 600.0},
    # Expired sessions.
    "tidy": {"task": "rse.tasks.tidy", "schedule": crontab(hour="3", minute="20")},
}
app.conf.beat_schedule = BEAT
