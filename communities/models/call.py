"""Call: a post or a comment that names the community in which it was written, so that its members are told."""

from django.db import models


class Call(models.Model):
    """Kept when the words go: its members were told all the same."""

    community = models.ForeignKey("communities.Community", models.CASCADE, related_name="+", db_index=False)
    post = models.ForeignKey("communities.Post", models.CASCADE, related_name="+", db_index=False)
    comment = models.ForeignKey("communities.Comment", models.CASCADE, null=True, related_name="+")
    by = models.ForeignKey("people.Person", models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["post", "comment"], name="call_once", nulls_distinct=False),
        ]
        indexes = [
            # how many there were this week
            models.Index(fields=["community", "at"], name="call_of_community"),
        ]
