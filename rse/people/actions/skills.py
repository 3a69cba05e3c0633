"""Skills: the rows that people are found by, and merging two spellings of one."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from rse.audit import log
from rse.lib.fold import fold, letters
from rse.lib.refusal import Refused
from rse.lib.text import one_line
from rse.people.access import may_administer, require
from rse.people.models import Person, PersonSkill, Profile, Skill

BATCH = 500
MAX_SKILL_LENGTH = 60


@transaction.atomic
def keep_skills(said: Mapping[int, Sequence[str]]) -> None:
    """Make the rows of these people (by id) say what their profiles say; a spelling that was merged counts for the present one."""
    names = {fold(word): word for words in said.values() for word in reversed(words)}
    known = _known(names)
    new = [Skill(key=key, name=name, topic_key=letters(key)) for key, name in sorted(names.items()) if key not in known]
    if new:
        Skill.objects.bulk_create(new, ignore_conflicts=True, batch_size=BATCH)
        known = _known(names)
    wished = {(person, known[fold(word)]) for person, words in said.items() for word in words}
    rows = PersonSkill.objects.filter(person__in=list(said)).values_list("person_id", "skill_id", "pk")
    held = {(person, skill): pk for person, skill, pk in rows}
    if gone := [pk for pair, pk in held.items() if pair not in wished]:
        PersonSkill.objects.filter(pk__in=gone).delete()
    new_rows = [PersonSkill(person_id=person, skill_id=skill) for person, skill in sorted(wished - held.keys())]
    PersonSkill.objects.bulk_create(new_rows, ignore_conflicts=True, batch_size=BATCH)


@transaction.atomic
def rename_skill(*, by: Person | None, skill: Skill, name: str, at: datetime) -> Skill:
    """Correct how a skill is written; profiles keep their own words. Raises Refused when it would be another skill."""
    require(may_administer(by))
    name = _checked_name(name)
    skill = Skill.objects.select_for_update().get(pk=skill.pk)
    if name == skill.name:
        return skill
    if fold(name) != skill.key:
        raise Refused(_("Only accents and capitals may change here. For another word, merge the two skills."), field="name")
    before, skill.name = skill.name, name
    skill.save(update_fields=["name"])
    log.record(
        actor=by, act="skill.rename", target_type="skill", target_id=skill.pk, detail={"before": before, "after": name}, at=at
    )  # fmt: skip
    return skill


@transaction.atomic
def merge_skills(*, by: Person | None, kept: Skill, others: Collection[Skill], at: datetime) -> Skill:
    """Make several spellings one skill, on profiles too; whoever writes an old one gets `kept`. Raises Refused on nothing to merge."""
    require(may_administer(by))
    kept = Skill.objects.select_for_update().get(pk=kept.pk)
    ids = {other.pk for other in others} - {kept.pk}
    merged = list(Skill.objects.select_for_update().filter(pk__in=ids, merged_into=None).order_by("pk"))
    if kept.merged_into_id or not merged:
        raise Refused(_("Choose two skills at least, none of which was merged already."))
    ids = {skill.pk for skill in merged}
    keys = set(Skill.objects.filter(merged_into__in=ids).values_list("key", flat=True)) | {skill.key for skill in merged}
    people = sorted(set(PersonSkill.objects.filter(skill__in=ids).values_list("person_id", flat=True)))
    Skill.objects.filter(merged_into__in=ids).update(merged_into=kept)
    Skill.objects.filter(pk__in=ids).update(merged_into=kept)
    PersonSkill.objects.filter(skill__in=ids).delete()
    PersonSkill.objects.bulk_create([PersonSkill(person_id=one, skill=kept) for one in people], ignore_conflicts=True, batch_size=BATCH)
    _respell(people, keys, kept.name)
    detail = {"kept": kept.name, "merged": [skill.name for skill in merged], "people": len(people)}
    log.record(actor=by, act="skill.merge", target_type="skill", target_id=kept.pk, detail=detail, at=at)
    return kept


def _respell(people: Sequence[int], keys: Collection[str], name: str) -> None:
    """Write `name` in the profiles of these people in place of the words of these keys, once."""
    profiles = list(Profile.objects.select_for_update().filter(person__in=people).order_by("pk"))
    for profile in profiles:
        words = [name if fold(word) in keys else word for word in profile.skills]
        profile.skills = list({fold(word): word for word in reversed(words)}.values())[::-1]
    Profile.objects.bulk_update(profiles, ["skills"], batch_size=BATCH)


def _known(keys: Iterable[str]) -> dict[str, int]:
    """Of each of these keys that has one, the skill that counts."""
    rows = Skill.objects.filter(key__in=list(keys)).values_list("key", "merged_into_id", "pk")
    return {key: merged_into or pk for key, merged_into, pk in rows}


def _checked_name(name: str) -> str:
    name = one_line(name)
    if not name or len(name) > MAX_SKILL_LENGTH:
        raise Refused(_("A skill has a name, in 60 characters at most."), field="name")
    return name
