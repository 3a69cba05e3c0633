"""Pioneers: the people whom the pilot asked to go first, and who accepted, from a date to a date."""

from django.db import models


class Pioneer(models.Model):
    """One spell of a pioneer; the current one has no end. Deleted after the launch."""

    person_id = models.BigIntegerField()
    from_at = models.DateTimeField()
    to_at = models.DateTimeField(null=True)
    named_by_id = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person_id"], condition=models.Q(to_at=None), name="pioneer_one_current"),
            models.CheckConstraint(condition=models.Q(to_at=None) | models.Q(to_at__gte=models.F("from_at")), name="pioneer_in_order"),
        ]
