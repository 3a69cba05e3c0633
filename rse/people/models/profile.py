"""Profile: what a person says of themselves."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

MAX_SKILLS = 20
MAX_LANGUAGES = 10


class Profile(models.Model):
    person = models.OneToOneField("people.Person", models.CASCADE, primary_key=True, related_name="profile")
    about = models.TextField(_("about me"), max_length=2000, blank=True)
    skills = ArrayField(  # as the person writes them; they are found by PersonSkill
        models.CharField(max_length=60), default=list, blank=True, size=MAX_SKILLS, verbose_name=_("skills")
    )
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    languages = ArrayField(  # codes of rse.lib.languages
        models.CharField(max_length=3), default=list, db_default=[], blank=True, size=MAX_LANGUAGES, verbose_name=_("languages spoken")
    )
    # Since when this person lets colleagues find them by what they know, and by their accepted answers; None: they do not.
    knowledge_shown_at = models.DateTimeField(null=True, editable=False)
    is_suggested = models.BooleanField(default=True, db_default=True, editable=False)  # then, also to whoever asks a question

    class Meta:
        indexes = [
            # the directory: who speaks a language
            GinIndex(fields=["languages"], name="profile_languages"),
        ]

    def __str__(self) -> str:
        return f"profile of {self.person_id}"
