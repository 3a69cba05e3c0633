"""The Celery app and the whole beat table: what runs when."""

import logging
import os
from threading import Thread
from typing import Any, cast

from celery import Celery
from celery.schedules import crontab
from kombu import Connection

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rse.settings")

logger = logging.getLogger(__name__)
app = Celery("rse")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

BEAT: dict[str, dict[str, Any]] = {
    # Notifications whose message was lost: the row is the truth, the message a hint.
    "sweep": {"task": "communities.tasks.sweep", "schedule": 30.0},
    # Pushes and mails whose message was lost, whose hour has come, or whose worker died.
    "deliveries": {"task": "communities.tasks.sweep_deliveries", "schedule": 30.0},
    # Digests whose hour has come, in each person's zone.
    "digests": {"task": "communities.tasks.send_digests", "schedule": 300.0},
    # Replies in a box of mail, and why some were refused.
    "mails": {"task": "communities.tasks.receive_mails", "schedule": 60.0},
    # What was set for a certain hour: polls that close, posts to appear.
    "due": {"task": "communities.tasks.due", "schedule": 15.0},
    # The weekly figures of adoption, from the events recorded since the last time.
    "fill": {"task": "adoption.tasks.fill", "schedule": 600.0},
    # Invitations of the waves whose day has come; staff lists too large for the request that gave them.
    "launch-post": {"task": "adoption.tasks.post", "schedule": 60.0},
    "staff-lists": {"task": "adoption.tasks.take_lists", "schedule": 15.0},
    # Evidence packs whose message was lost, or whose worker died.
    "packs": {"task": "adoption.tasks.packs", "schedule": 60.0},
    # Whether a wave of the barometer is open, for the home page.
    "barometer": {"task": "adoption.tasks.barometer", "schedule": 600.0},
    # Partitions of the months to come, words deleted a month ago, visits and invitations gone stale.
    "housekeeping": {"task": "communities.tasks.housekeeping", "schedule": crontab(hour="2", minute="40")},
    # The history older than what is kept, once it is counted.
    "retention": {"task": "adoption.tasks.retain", "schedule": crontab(hour="3", minute="50")},
    # Expired sessions.
    "tidy": {"task": "rse.tasks.tidy", "schedule": crontab(hour="3", minute="20")},
}
app.conf.beat_schedule = BEAT


def warm() -> None:
    """Open the way to the broker in a thread: a process's first message costs a second, and no request should pay it."""
    Thread(target=_open_producer, name="warm-broker", daemon=True).start()


def _open_producer() -> None:
    try:
        with app.producer_pool.acquire(block=True) as producer:
            cast(Connection, producer.connection).ensure_connection(max_retries=1, timeout=2)
    except Exception as error:
        logger.warning("broker unavailable: %s", type(error).__name__)
