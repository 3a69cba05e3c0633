"""Pin: a post that stands first on the page of its community."""

from django.db import models


class Pin(models.Model):
    """At most three to a community, in the order of `position`: a pin there is shows, and what is due to go is taken away when due."""

    post = models.OneToOneField("communities.Post", models.CASCADE, primary_key=True, related_name="+")
    community = models.ForeignKey("communities.Community", models.CASCADE, related_name="+", db_index=False)  # as its post
    position = models.PositiveSmallIntegerField()  # 1, 2 or 3
    by = models.ForeignKey("people.Person", models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
    until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(position__gte=1, position__lte=3), name="pin_at_most_three"),
            # also serves "the pinned posts of this community"; two that change places do so in one transaction
            models.UniqueConstraint(fields=["community", "position"], name="pin_place_once", deferrable=models.Deferrable.DEFERRED),
        ]
        indexes = [
            # what has come due
            models.Index(fields=["until"], condition=models.Q(until__isnull=False), name="pin_ending"),
        ]
