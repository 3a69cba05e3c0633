"""Staff lists that somebody gave and that are looked at before they are taken: kept until then, a week at most."""

from django.db import models


class StaffList(models.Model):
    """A file with the columns chosen for it. `content` goes once it is taken or dropped; `outcome` stays."""

    by = models.ForeignKey("people.Person", models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
    name = models.CharField(max_length=200)
    content = models.BinaryField(null=True)
    columns = models.JSONField(default=dict)  # {field: place of its column}
    whole = models.BooleanField(default=False)  # everybody is in it: accounts that it does not name have left
    asked_at = models.DateTimeField(null=True)  # to be taken
    claimed_at = models.DateTimeField(null=True)  # being taken since
    taken_at = models.DateTimeField(null=True)
    outcome = models.JSONField(default=dict)  # {"new": …, "changed": …, "left": …, "same": …, "aside": …}, or {"refused": why}

    class Meta:
        indexes = [
            # the sweeper: lists to be taken
            models.Index(fields=["asked_at"], condition=models.Q(taken_at=None, asked_at__isnull=False), name="stafflist_asked"),
        ]

    def __str__(self) -> str:
        return self.name
