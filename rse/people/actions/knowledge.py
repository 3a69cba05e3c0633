"""Whether somebody lets colleagues find them by what they know: given, and taken back, by themselves alone."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from rse.people.models import Person, Profile


@transaction.atomic
def change_knowledge(*, by: Person, person: Person, is_shown: bool, is_suggested: bool, at: datetime) -> Profile:
    """Show what one knows from now on, or hide it everywhere at once; `is_suggested`: also to whoever asks a question.

    Nobody consents for another.
    """
    if by.pk != person.pk or not by.is_active:
        raise PermissionDenied
    profile, _new = Profile.objects.select_for_update().get_or_create(person=person)
    profile.knowledge_shown_at = (profile.knowledge_shown_at or at) if is_shown else None
    profile.is_suggested = is_suggested
    profile.save(update_fields=["knowledge_shown_at", "is_suggested"])
    return profile
