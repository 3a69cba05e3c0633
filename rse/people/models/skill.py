"""Skill: what somebody knows how to do, under one name whatever its spelling, and who says they have it."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Skill(models.Model):
    """One that an administrator merged into another stays, so that whoever writes the old spelling gets the present one."""

    key = models.CharField(max_length=120, unique=True)  # folded: one skill, however typed
    name = models.CharField(_("name"), max_length=60)  # as it was first written, or as an administrator corrected it
    topic_key = models.CharField(max_length=120)  # its letters and digits alone: meets the topic that says the same
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("merged into"))

    class Meta:
        ordering = ["key"]
        verbose_name = _("skill")
        verbose_name_plural = _("skills")
        constraints = [
            models.CheckConstraint(condition=~models.Q(merged_into=models.F("id")), name="skill_not_into_itself"),
        ]
        indexes = [
            # who knows a topic: the skills of that word
            models.Index(fields=["topic_key"], name="skill_of_topic"),
        ]

    def __str__(self) -> str:
        return self.name


class PersonSkill(models.Model):
    """`person` says that they have `skill`: what a directory is searched by. Their own words, in their order, are in Profile."""

    person = models.ForeignKey("people.Person", models.CASCADE, related_name="+", db_index=False)
    skill = models.ForeignKey(Skill, models.PROTECT, related_name="+", db_index=False)

    class Meta:
        constraints = [
            # also serves the skills of the people of a page
            models.UniqueConstraint(fields=["person", "skill"], name="personskill_once"),
        ]
        indexes = [
            # the people who have a skill
            models.Index(fields=["skill", "person"], name="personskill_people"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} has {self.skill_id}"
