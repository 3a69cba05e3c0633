"""What a person says of themselves: job, presentation, skills, languages, phone, photo; and, by an administrator, their name."""

import re
from collections.abc import Iterable
from datetime import datetime
from typing import IO

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from rse.audit import log
from rse.lib import storage
from rse.lib.fold import fold
from rse.lib.languages import CODES
from rse.lib.refusal import Refused
from rse.lib.text import clean, one_line
from rse.people.access import may_administer, may_edit, require
from rse.people.actions.skills import MAX_SKILL_LENGTH, keep_skills
from rse.people.models import Person, Profile
from rse.people.models.profile import MAX_LANGUAGES, MAX_SKILLS

PHOTO_SIDE = 512
PHOTOS = "photos"
_PHONE = re.compile(r"[0-9+(). /-]*")


@transaction.atomic
def change_profile(
    *,
    by: Person | None,
    person: Person,
    at: datetime,
    job_title: str,
    about: str,
    skills: Iterable[str],
    phone: str,
    languages: Iterable[str] | None = None,
) -> Profile:
    """Say again who one is; `languages` (codes) stay as they are when None.

    Raises Refused on what is too long, too many skills or languages, a phone with letters.
    """
    require(may_edit(by, person))
    about = clean(about).strip()
    if len(about) > 2000:
        raise Refused(_("This text is too long: 2,000 characters at most."), field="about")
    phone = one_line(phone)
    if len(phone) > 40 or not _PHONE.fullmatch(phone):
        raise Refused(_("A phone number has digits, spaces and a plus sign."), field="phone")
    skills = clean_skills(skills)
    change_job(by=by, person=person, job_title=job_title, at=at)
    said: dict[str, object] = {"about": about, "skills": skills, "phone": phone}
    if languages is not None:
        said["languages"] = clean_languages(languages)
    profile, _new = Profile.objects.update_or_create(person=person, defaults=said)
    keep_skills({person.pk: skills})
    if by is not None and by.pk != person.pk:
        log.record(actor=by, act="person.profile", target_type="person", target_id=person.pk, at=at)
    return profile


@transaction.atomic
def add_skills(*, by: Person, person: Person, skills: Iterable[str], at: datetime) -> Profile:
    """Add to what a person says they can do. Raises Refused on too many, or one that is too long."""
    require(may_edit(by, person))
    profile, _new = Profile.objects.select_for_update().get_or_create(person=person)
    profile.skills = clean_skills([*profile.skills, *skills])
    profile.save(update_fields=["skills"])
    if by.pk != person.pk:
        log.record(actor=by, act="person.profile", target_type="person", target_id=person.pk, at=at)
    return profile


@transaction.atomic
def change_job(*, by: Person | None, person: Person, job_title: str, at: datetime) -> Person:
    """Say one's job. Raises Refused when it is too long."""
    require(may_edit(by, person))
    job_title = one_line(job_title)
    if len(job_title) > 120:
        raise Refused(_("A job fits in 120 characters."), field="job_title")
    if job_title == person.job_title:
        return person
    Person.objects.filter(pk=person.pk).update(job_title=job_title)
    person.job_title = job_title
    if by is not None and by.pk != person.pk:
        log.record(actor=by, act="person.job", target_type="person", target_id=person.pk, at=at)
    return person


def change_photo(*, by: Person | None, person: Person, image: IO[bytes], at: datetime) -> Person:
    """Put a photo, re-made as a square without what the camera wrote in it. Raises Refused on what is no photo."""
    require(may_edit(by, person))
    key = storage.keep(PHOTOS, storage.remake_image(image, side=PHOTO_SIDE), suffix=storage.IMAGE_SUFFIX)
    try:
        return _replace_photo(by=by, person=person, key=key, at=at)
    except BaseException:
        storage.forget(key)
        raise


def remove_photo(*, by: Person | None, person: Person, at: datetime) -> Person:
    """Go back to initials."""
    require(may_edit(by, person))
    return _replace_photo(by=by, person=person, key="", at=at)


@transaction.atomic
def change_names(*, by: Person | None, person: Person, first_name: str, last_name: str, at: datetime) -> Person:
    """Correct a name; the directory's side alone may. Raises Refused without a last name."""
    require(may_administer(by))
    person = Person.objects.select_for_update().get(pk=person.pk)
    first_name, last_name = one_line(first_name), one_line(last_name)
    if not last_name:
        raise Refused(_("A person needs a name."), field="last_name")
    if (person.first_name, person.last_name) == (first_name, last_name):
        return person
    person.first_name, person.last_name = first_name, last_name
    person.save(update_fields=["first_name", "last_name"])
    log.record(actor=by, act="person.names", target_type="person", target_id=person.pk, at=at)
    return person


def clean_skills(skills: Iterable[str]) -> list[str]:
    """Each skill once, whatever its accents and case, in the order given."""
    once = {fold(skill): skill for skill in reversed([one_line(skill) for skill in skills]) if skill}
    kept = list(reversed(once.values()))
    if len(kept) > MAX_SKILLS:
        message = ngettext_lazy("%(count)d skill at most.", "%(count)d skills at most.", MAX_SKILLS)
        raise Refused(message % {"count": MAX_SKILLS}, field="skills")
    if long := [skill for skill in kept if len(skill) > MAX_SKILL_LENGTH]:
        raise Refused(_("“%(skill)s…” is too long for a skill.") % {"skill": long[0][:30]}, field="skills")
    return kept


def clean_languages(codes: Iterable[str]) -> list[str]:
    """Each language once, in the order given."""
    kept = list(dict.fromkeys(code for code in codes if code))
    if set(kept) - set(CODES):
        raise Refused(_("This choice is not one of those offered."), field="languages")
    if len(kept) > MAX_LANGUAGES:
        message = ngettext_lazy("%(count)d language at most.", "%(count)d languages at most.", MAX_LANGUAGES)
        raise Refused(message % {"count": MAX_LANGUAGES}, field="languages")
    return kept


@transaction.atomic
def _replace_photo(*, by: Person | None, person: Person, key: str, at: datetime) -> Person:
    old = Person.objects.select_for_update().values_list("photo", flat=True).get(pk=person.pk)
    Person.objects.filter(pk=person.pk).update(photo=key)
    person.photo = key
    if old:
        transaction.on_commit(lambda: storage.forget(old), robust=True)
    if by is not None and by.pk != person.pk:
        log.record(actor=by, act="person.photo", target_type="person", target_id=person.pk, at=at)
    return person
