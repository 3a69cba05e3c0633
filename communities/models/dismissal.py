"""What one does not want suggested any more."""

from django.db import models


class CommunityDismissal(models.Model):
    """`community` is not for `person`, they said: it is suggested to them no more. Told to nobody."""

    person = models.ForeignKey("people.Person", models.CASCADE, related_name="+", db_index=False)
    community = models.ForeignKey("communities.Community", models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            # also serves "what this person set aside"
            models.UniqueConstraint(fields=["person", "community"], name="communitydismissal_once"),
        ]
