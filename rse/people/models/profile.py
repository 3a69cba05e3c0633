"""Profile: what a person says of themselves."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

MAX_SKILLS = 20


class Profile(models.Model):
    person = models.OneToOneField("people.Person", models.CASCADE, primary_key=True, related_name="profile")
    about = models.TextField(_("about me"), max_length=2000, blank=True)
    skills = ArrayField(models.CharField(max_length=60), default=list, blank=True, size=MAX_SKILLS, verbose_name=_("skills"))
    phone = models.CharField(_("phone"), max_length=40, blank=True)

    def __str__(self) -> str:
        return f"profile of {self.person_id}"
