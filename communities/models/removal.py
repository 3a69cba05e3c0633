"""Removal: a deletion that its author may still take back, for a minute; then it is history."""

from django.db import models


class Removal(models.Model):
    post = models.ForeignKey("communities.Post", models.CASCADE, related_name="+", db_index=False)
    comment = models.ForeignKey("communities.Comment", models.CASCADE, null=True, related_name="+")  # None: the post itself
    by = models.ForeignKey("people.Person", models.CASCADE, related_name="+")
    at = models.DateTimeField()
    source = models.CharField(max_length=40, blank=True)
    was_accepted = models.BooleanField(default=False)  # the comment was the accepted answer
    settled_at = models.DateTimeField(null=True)  # when the event was written: nothing is taken back from then on

    class Meta:
        constraints = [
            # also serves "the removal of this post, of this comment"
            models.UniqueConstraint(fields=["post", "comment"], name="removal_once", nulls_distinct=False),
        ]
        indexes = [
            # what is to be settled
            models.Index(fields=["at"], condition=models.Q(settled_at=None), name="removal_due"),
        ]

    def __str__(self) -> str:
        return f"removal {self.pk}"
