"""The token by which a person's own programs act for them: one per person, shown once, revoked at will."""

import secrets
from datetime import datetime
from hashlib import blake2b

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from rest_framework.authtoken.models import Token

from rse.audit import log
from rse.lib.refusal import Refused
from rse.people.models import Person


@transaction.atomic
def create_token(*, by: Person, at: datetime) -> str:
    """Make one's token, in place of the former one, and return it: only its digest is kept.

    Raises Refused for a closed account.
    """
    if not by.is_active:
        raise Refused(_("This account is closed."))
    Person.objects.select_for_update().get(pk=by.pk)
    Token.objects.filter(user=by).delete()
    key = secrets.token_urlsafe(32)
    Token.objects.create(user=by, key=digest(key))
    log.record(actor=by, act="token.create", target_type="person", target_id=by.pk, at=at)
    return key


@transaction.atomic
def revoke_token(*, by: Person, at: datetime) -> bool:
    """Take one's token out of use. Returns whether there was one."""
    gone, _rows = Token.objects.filter(user=by).delete()
    if gone:
        log.record(actor=by, act="token.revoke", target_type="person", target_id=by.pk, at=at)
    return bool(gone)


def forget_token(person: Person) -> None:
    """Signing out everywhere, a new password and the closing of an account end the token too."""
    Token.objects.filter(user=person).delete()


def token_made_at(person: Person) -> datetime | None:
    """When the person's token was made; None when there is none."""
    return Token.objects.filter(user=person).values_list("created", flat=True).first()


def digest(key: str) -> str:
    """What is kept of a token: 40 hexadecimal digits."""
    return blake2b(key.encode("utf-8", "replace"), digest_size=20).hexdigest()
