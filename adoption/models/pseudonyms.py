"""Keyed pseudonyms: the only trace of a person in the rollups. Who has the key can make them, nobody can read them back."""

import hashlib
import hmac
import secrets

import numpy as np
from django.db import models

from adoption.science.figures import Ints

KEY_BYTES = 32
NOBODY = -1  # no pseudonym is negative


class PseudonymKey(models.Model):
    """The secret the pseudonyms are made with; one row, replaced by a rotation."""

    key = models.BinaryField()
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="pseudonymkey_single")]


def new_key() -> bytes:
    return secrets.token_bytes(KEY_BYTES)


def pseudonyms(key: bytes, people: Ints) -> Ints:
    """The 63-bit pseudonym of each person id, in order."""
    return np.array([_pseudonym(key, int(person)) for person in people], dtype=np.int64)


def pseudonym_of(person: int) -> int:
    """The pseudonym of one person, for a request of theirs about themselves; NOBODY before any count."""
    row = PseudonymKey.objects.filter(pk=1).first()
    return NOBODY if row is None else _pseudonym(bytes(row.key), person)


def _pseudonym(key: bytes, person: int) -> int:
    digest = hmac.digest(key, person.to_bytes(8, "big"), hashlib.sha256)
    return int.from_bytes(digest[:8], "big") >> 1
