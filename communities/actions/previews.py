"""The first page of a document as a picture, made after it was sent: the row is the truth, the task a hint."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F

from communities.actions.attachments import show_again
from communities.actions.uploads import PREVIEWS
from communities.models import Attachment
from rse.lib import storage
from rse.lib.first_page import first_page

_TRIES = 2
_TRIED_AGAIN_AFTER = timedelta(minutes=5)
_AT_ONCE = 20


def previews_due(at: datetime) -> list[int]:
    """The files whose first page is to be drawn."""
    due = Attachment.objects.filter(preview_due_at__lte=at)
    return list(due.order_by("preview_due_at").values_list("pk", flat=True)[:_AT_ONCE])


def make_preview(*, attachment_id: int, at: datetime) -> bool:
    """Draw the first page of a PDF, or take the one that an office document carries, once. A file that has none goes without."""
    claimed = Attachment.objects.filter(pk=attachment_id, preview_due_at__lte=at)
    if not claimed.update(preview_due_at=at + _TRIED_AGAIN_AFTER, preview_tries=F("preview_tries") + 1):
        return False
    row = Attachment.objects.get(pk=attachment_id)
    try:
        drawn = first_page(storage.read(row.key), row.name.rpartition(".")[2]) if row.preview_tries <= _TRIES else None
    except OSError:
        drawn = None
    if drawn is None:
        Attachment.objects.filter(pk=row.pk).update(preview_due_at=None)
        return False
    content, row.preview_width, row.preview_height = drawn
    row.preview_key = storage.keep(PREVIEWS, content, suffix="webp", field=None)
    with transaction.atomic():
        places = {"preview_key": row.preview_key, "preview_width": row.preview_width, "preview_height": row.preview_height}
        if Attachment.objects.filter(pk=row.pk, preview_key="").update(preview_due_at=None, **places):
            row.refresh_from_db(fields=["post", "comment"])
            show_again(row)
            return True
    storage.forget(row.preview_key)  # deleted in the meantime
    return False
