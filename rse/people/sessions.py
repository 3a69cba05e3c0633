"""Sessions in the database, as Django's; the row that every request reads comes by a prepared statement."""

from typing import Any

from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.db.models.functions import Now

from rse.lib.prepared import PreparedRows


@PreparedRows
def _alive(*, key: str) -> QuerySet[Session, Session]:
    return Session.objects.filter(session_key=key, expire_date__gt=Now())


class SessionStore(DatabaseStore):
    """Named by SESSION_ENGINE."""

    def _get_session_from_db(self) -> Any:
        if (found := _alive.first(key=self.session_key or "")) is None:
            self._session_key = None
        return found
