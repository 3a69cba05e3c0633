"""The words in files, taken out after they were published: the row is the truth, the task a hint."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F

from communities.actions.indexing import mark_text
from communities.models import FileState, FileText
from rse.lib import storage
from rse.lib.file_text import file_text

_TRIES = 2
_TRIED_AGAIN_AFTER = timedelta(minutes=5)
_AT_ONCE = 20


def texts_due(at: datetime) -> list[int]:
    """The files that are to be read."""
    return list(FileText.objects.filter(due_at__lte=at).order_by("due_at").values_list("pk", flat=True)[:_AT_ONCE])


def read_text(*, attachment_id: int, at: datetime) -> bool:
    """Take the words out of a file, once, and have it found by them. Locked, broken, too large: it says that it cannot be read."""
    claimed = FileText.objects.filter(pk=attachment_id, due_at__lte=at)
    if not claimed.update(due_at=at + _TRIED_AGAIN_AFTER, tries=F("tries") + 1):
        return False
    row = FileText.objects.select_related("attachment").get(pk=attachment_id)
    try:
        suffix = row.attachment.name.rpartition(".")[2]
        text = file_text(storage.read(row.attachment.key), suffix) if row.tries <= _TRIES else None
    except OSError:  # the store is away, or the file is gone: once more, later
        if row.tries < _TRIES:
            return False
        text = None
    return _keep(row, text, at)


@transaction.atomic
def _keep(row: FileText, text: str | None, at: datetime) -> bool:
    state = FileState.UNREADABLE if text is None else FileState.READ
    kept = FileText.objects.filter(pk=row.pk, state=FileState.DUE).update(state=state, text=text or "", due_at=None)
    if not kept or not text:
        return False
    row.attachment.refresh_from_db(fields=["post", "comment"])
    if row.attachment.post_id is not None:
        mark_text(row.attachment.post_id, row.attachment.comment_id, at=at)
    return True
