"""TextVersion: the words of a post or a comment as they stood before an edit."""

from django.db import models


class TextVersion(models.Model):
    """What stood there from `at` until the next version, or until the present words.

    Words that should never have been written may be taken away: the row stays, and who did it, without a word of them.
    """

    post = models.ForeignKey("communities.Post", models.CASCADE, related_name="+", db_index=False)
    comment = models.ForeignKey("communities.Comment", models.CASCADE, null=True, related_name="+")  # None: the words of the post
    title = models.CharField(max_length=200, blank=True)
    body = models.TextField(blank=True)
    details = models.JSONField(default=dict, db_default={})  # see `said`: the fields of the kind of a post
    files = models.JSONField(default=list, db_default=[])  # see `said`: token and name of each
    at = models.DateTimeField()  # when these words were written
    by = models.ForeignKey("people.Person", models.SET_NULL, null=True, related_name="+")

    removed_at = models.DateTimeField(null=True)
    removed_by = models.ForeignKey("people.Person", models.SET_NULL, null=True, related_name="+", db_index=False)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(removed_at=None) | models.Q(title="", body=""), name="textversion_removed_is_empty"),
        ]
        indexes = [
            # the versions of one text, the latest first, and how many there are
            models.Index(models.F("post"), models.F("comment"), models.F("id").desc(), name="textversion_of_text"),
        ]

    def __str__(self) -> str:
        return f"version {self.pk}"
