"""Draft: words that are not said yet, for their writer only."""

from django.db import models


class Draft(models.Model):
    person = models.ForeignKey("people.Person", models.CASCADE, related_name="+", db_index=False)
    client_key = models.CharField(max_length=64)  # of the form, and of the post that it will become
    community = models.ForeignKey("communities.Community", models.SET_NULL, null=True, related_name="+")
    kind = models.CharField(max_length=12)
    title = models.CharField(max_length=200, blank=True)
    body = models.TextField(blank=True)
    details = models.JSONField(default=dict)  # the other fields of the form: {name: [values]}
    version = models.PositiveIntegerField(default=1)  # raised by each save: who saves says which one they saw
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "client_key"], name="draft_once")]
        indexes = [
            # one's drafts, the last written first
            models.Index(models.F("person"), models.F("updated_at").desc(), name="draft_list"),
        ]

    def __str__(self) -> str:
        return self.title or f"draft {self.pk}"
