"""Inserting a row whose id is drawn at random: once per client key, again on a taken id."""

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from django.db import IntegrityError, transaction

from communities.models import Comment, Post
from rse.lib.ids import new_id

Content = TypeVar("Content", Post, Comment)
_ATTEMPTS = 5


def insert_once(build: Callable[[int], Content], *, at: datetime) -> tuple[Content, bool]:
    """Insert `build(id)`; returns the row and True, or the row already sent with its client key and False."""
    for _attempt in range(_ATTEMPTS):
        row = build(new_id(at))
        try:
            with transaction.atomic():
                row.save(force_insert=True)
            return row, True
        except IntegrityError:
            if (sent := _already_sent(row)) is not None:
                return sent, False
            if not type(row)._default_manager.filter(pk=row.pk).exists():
                raise
    raise RuntimeError(f"no free id at {at.isoformat()}")


def _already_sent(row: Content) -> Content | None:
    if row.client_key is None:
        return None
    found: Content | None = type(row)._default_manager.filter(author_id=row.author_id, client_key=row.client_key).first()
    return found
