"""Move: a post that went from one community to another, with its thread and its files."""

from django.db import models


class Move(models.Model):
    """Its origin is told to those only who may know that it exists."""

    post = models.ForeignKey("communities.Post", models.CASCADE, related_name="+", db_index=False)
    origin = models.ForeignKey("communities.Community", models.CASCADE, related_name="+", db_index=False)
    destination = models.ForeignKey("communities.Community", models.CASCADE, related_name="+", db_index=False)
    by = models.ForeignKey("people.Person", models.SET_NULL, null=True, related_name="+", db_index=False)
    at = models.DateTimeField()
    note = models.CharField(max_length=300, blank=True)  # why

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~models.Q(origin=models.F("destination")), name="move_goes_elsewhere"),
        ]
        indexes = [
            # where a post came from, the last move first
            models.Index(models.F("post"), models.F("id").desc(), name="move_of_post"),
        ]

    def __str__(self) -> str:
        return f"move {self.pk}"
