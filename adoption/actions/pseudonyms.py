"""The key of the pseudonyms: replaced in one transaction, the rollups rewritten with it and the old key destroyed."""

from __future__ import annotations

from datetime import datetime

import numpy as np
from django.db import connection, transaction

from adoption.fill import ledger
from adoption.models import PseudonymKey
from adoption.models.pseudonyms import new_key, pseudonyms
from adoption.science.figures import Ints
from rse.audit import log
from rse.lib.bulk import copy_in, copy_out
from rse.people.models import Person

STORED = (
    ("adoption_personweek", "person"), ("adoption_personfirst", "person"), ("adoption_tieweek", "person"), ("adoption_tieweek", "target"),
    ("adoption_threadlife", "author"), ("adoption_threadlife", "replier"), ("adoption_recruit", "person"), ("adoption_recruit", "trigger"),
)  # fmt: skip
NOBODY = 0


@transaction.atomic
def rotate_key(*, by: Person | None, at: datetime) -> int:
    """Give everyone in the rollups another pseudonym. Returns how many people are concerned."""
    key = PseudonymKey.objects.select_for_update().filter(pk=1).first()
    if key is None:
        return 0
    fresh = new_key()
    old, new = _translation(bytes(key.key), fresh)
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE rotation (old bigint PRIMARY KEY, new bigint NOT NULL) ON COMMIT DROP")
        copy_in("rotation", [("old", "i8", old), ("new", "i8", new)])
        for table, column in STORED:
            cursor.execute(f"UPDATE {table} t SET {column} = r.new FROM rotation r WHERE t.{column} = r.old")
    ledger.rename(old, new)
    key.key, key.made_at = fresh, at
    key.save()
    log.record(actor=by, act="adoption.rotate_key", target_type="pseudonyms", detail={"people": len(old)}, at=at)
    return len(old)


def _translation(key: bytes, fresh: bytes) -> tuple[Ints, Ints]:
    """Every stored pseudonym and its successor; whoever is no longer known gets one made from the old one."""
    columns = [copy_out(f"SELECT DISTINCT {column} FROM {table}", 1)[:, 0] for table, column in STORED]
    stored = np.unique(np.concatenate([*columns, ledger.pseudonyms_shown()]))
    stored = stored[stored != NOBODY]
    people = copy_out("SELECT id FROM people_person UNION SELECT person_id FROM people_personspell", 1)[:, 0]
    known = dict(zip(pseudonyms(key, people).tolist(), pseudonyms(fresh, people).tolist(), strict=True))
    orphans = np.array([old for old in stored.tolist() if old not in known], dtype=np.int64)
    known |= dict(zip(orphans.tolist(), pseudonyms(fresh, orphans).tolist(), strict=True))
    return stored, np.array([known[old] for old in stored.tolist()], dtype=np.int64)
