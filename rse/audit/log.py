"""Writing and checking the audit log.

`record` is the only way in. Each row carries the SHA-256 of the row before it and of its own
content, so that a row taken out or altered behind the database's back shows in `first_break`.
"""

import hashlib
import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from django.db import connection, transaction
from django.utils import timezone

from rse.audit.models import AuditEvent

if TYPE_CHECKING:
    from rse.people.models import Person

_CHAIN_LOCK = 7_318_411  # advisory lock: one writer of the chain at a time


@transaction.atomic
def record(
    *,
    actor: "Person | None",
    act: str,
    target_type: str = "",
    target_id: object = "",
    detail: dict[str, Any] | None = None,
    at: datetime | None = None,
) -> AuditEvent:
    """Append one act. `detail` holds ids and settings, never a password, a token or a text of a post."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_CHAIN_LOCK])
    newest = AuditEvent.objects.order_by("-id").only("hash").first()
    row = AuditEvent(
        at=at or timezone.now(),
        actor_id=actor.pk if actor else None,
        act=act,
        target_type=target_type,
        target_id=str(target_id),
        detail=detail or {},
        previous_hash=newest.hash if newest else "",
    )
    row.hash = _hash(row)
    row.save(force_insert=True)
    return row


def first_break() -> AuditEvent | None:
    """The first row whose hash does not follow from its content and the row before, or None."""
    previous: str | None = None
    for row in AuditEvent.objects.order_by("id").iterator():
        if row.hash != _hash(row) or (previous is not None and row.previous_hash != previous):
            return row
        previous = row.hash
    return None


def _hash(row: AuditEvent) -> str:
    content = [
        row.previous_hash,
        row.at.astimezone(UTC).isoformat(),
        row.actor_id,
        row.act,
        row.target_type,
        row.target_id,
        row.detail,
    ]
    text = json.dumps(content, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
