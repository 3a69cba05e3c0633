"""The set of reactions that people choose from."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from communities.models import ReactionKind
from rse.audit import log
from rse.lib.refusal import Refused
from rse.lib.text import one_line
from rse.people.models import Person, Role


@transaction.atomic
def save_reaction_kind(
    *, by: Person, key: str, name_fr: str, name_en: str, icon: str, position: int, is_active: bool, at: datetime
) -> ReactionKind:
    """Make or change the kind of this key. One that is used is no longer offered rather than taken away.

    Raises Refused when a name is missing or nothing would be left to choose from.
    """
    if not by.has_role(Role.ADMIN):
        raise PermissionDenied
    name_fr, name_en = one_line(name_fr), one_line(name_en)
    if not name_fr or not name_en:
        raise Refused(_("A reaction has a name in each language."), field="name_en" if name_fr else "name_fr")
    if not is_active and not ReactionKind.objects.filter(is_active=True).exclude(pk=key).exists():
        raise Refused(_("At least one reaction must be offered."), field="is_active")
    said = {"name_fr": name_fr, "name_en": name_en, "icon": icon, "position": position, "is_active": is_active}
    kind, _new = ReactionKind.objects.update_or_create(key=key, defaults=said)
    log.record(actor=by, act="reaction.save", target_type="reaction", target_id=key, detail=said, at=at)
    return kind
