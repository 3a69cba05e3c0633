"""Dated spells of a person: where, under whom and as what they worked, so that figures are as of the event's date."""

from django.contrib.postgres.fields import ArrayField
from django.db import models


class PersonSpell(models.Model):
    """One row per period during which nothing below changed; the current one has no end."""

    person = models.ForeignKey("people.Person", models.CASCADE, related_name="+", db_index=False)
    unit = models.ForeignKey("people.Unit", models.PROTECT, null=True, related_name="+")
    site = models.ForeignKey("people.Unit", models.PROTECT, null=True, related_name="+")
    manager = models.ForeignKey("people.Person", models.SET_NULL, null=True, related_name="+")
    roles = ArrayField(models.CharField(max_length=12), default=list)
    is_guest = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    from_at = models.DateTimeField()
    to_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person"], condition=models.Q(to_at=None), name="personspell_one_current"),
            models.CheckConstraint(condition=models.Q(to_at=None) | models.Q(to_at__gte=models.F("from_at")), name="personspell_in_order"),
        ]
        indexes = [
            # as of a date: the spell of each person that holds it
            models.Index(fields=["person", "from_at"], name="personspell_as_of"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} from {self.from_at:%Y-%m-%d}"
