"""Two thousand events, five hundred people who chose at random: each is told what they should be, once, even if a worker is killed."""

import os
import signal
import subprocess
import sys
from collections import Counter
from datetime import timedelta
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.db import connection
from django.utils import timezone

from communities import tasks
from communities.models import Delivery, Event, Notification, PendingEvent
from tests.communities.reckoning import Put, Told, World, imagine, put, reckon

pytestmark = pytest.mark.slow

# A worker that stops in the midst of writing, as if the machine had been slow, and waits there to be killed.
WORKER = """
import sys, time, django
django.setup()
from communities import tasks
from communities.models import Delivery
written, write = 0, Delivery.objects.bulk_create
def slow(rows, **options):
    global written
    done = write(rows, **options)
    written += len(done)
    if written > int(sys.argv[1]) and done:
        print("writing", flush=True)
        time.sleep(600)
    return done
Delivery.objects.bulk_create = slow
tasks.SWEEP_SECONDS = 600
tasks.sweep()
print("done", flush=True)
"""


@pytest.mark.django_db
def test_everyone_is_told_what_they_asked_for_once_and_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    world = imagine(seed=20_261)
    rows = put(world)
    assert PendingEvent.objects.count() >= 2_000
    monkeypatch.setattr(tasks, "SWEEP_SECONDS", 600)
    assert tasks.sweep() >= 2_000
    _compare(world, rows)


@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_while_it_writes_leaves_nothing_half_told(monkeypatch: pytest.MonkeyPatch) -> None:
    world = imagine(seed=7)
    rows = put(world)
    before = PendingEvent.objects.count()
    worker = subprocess.Popen([sys.executable, "-c", WORKER, "900"], env=_environment(), stdout=subprocess.PIPE, text=True)
    try:
        assert worker.stdout is not None and worker.stdout.readline() == "writing\n"
        held = Notification.objects.count()
    finally:
        worker.send_signal(signal.SIGKILL)
        worker.wait()
    left = PendingEvent.objects.count()
    assert 0 < left < before and held, "some were written, and are; the others wait"
    monkeypatch.setattr(tasks, "SWEEP_SECONDS", 600)
    assert tasks.sweep() == left - 1, "what the dead one had in hand stays its own until the claim ends"
    PendingEvent.objects.update(claimed_at=timezone.now() - timedelta(minutes=5))
    assert tasks.sweep() == 1
    _compare(world, rows)


def _environment() -> dict[str, str]:
    parts = urlsplit(os.environ["DATABASE_URL"])
    address = urlunsplit(parts._replace(path=f"/{connection.settings_dict['NAME']}"))
    return os.environ | {"DATABASE_URL": address, "DJANGO_SETTINGS_MODULE": "rse.settings"}


def _compare(world: World, rows: Put) -> None:
    assert not PendingEvent.objects.exists()
    told, wanted = _told(rows), reckon(world)
    notices = Counter(notice for (_person, notice, _post, _comment), _by in wanted)
    assert set(notices) == {"mention", "praise", "must_read", "call", "reply", "thread", "new_post", "new_comment"}
    assert min(notices.values()) >= 10, notices
    assert sorted(told - wanted) == [] and sorted(wanted - told) == []
    assert not Delivery.objects.exclude(done_at=None, claimed_at=None, tries=0).exists()
    assert Event.objects.filter(verb="post").count() == len(world.posts)


def _told(rows: Put) -> Counter[tuple[Told, tuple[str, ...]]]:
    people, posts, comments = ({row.pk: n for n, row in enumerate(some)} for some in (rows.people, rows.posts, rows.comments))
    leaving: dict[int, set[str]] = {}
    for pk, channel in Delivery.objects.values_list("notification_id", "channel"):
        assert channel not in leaving.setdefault(pk, set())
        leaving[pk].add(channel)
    found: Counter[tuple[Told, tuple[str, ...]]] = Counter()
    for row in Notification.objects.all():
        by = {*leaving.get(row.pk, ()), *(["in_app"] if row.in_app else []), *(["digest"] if row.in_digest else [])}
        comment = None if row.comment_id is None else comments[row.comment_id]
        found[(people[row.person_id], row.notice, posts[row.post_id or 0], comment), tuple(sorted(by))] += 1
    return found
