"""PostMark: what one person notes on a post for themselves."""

from django.db import models


class PostMark(models.Model):
    """`person` keeps `post` for later. Told to nobody else. Marks are made anew at each keeping, so ids are in their order."""

    person = models.ForeignKey("people.Person", models.CASCADE, related_name="+", db_index=False)
    post = models.ForeignKey("communities.Post", models.CASCADE, related_name="+")
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [
            # also serves "my marks on these posts"
            models.UniqueConstraint(fields=["person", "post"], name="postmark_once"),
        ]
        indexes = [
            # what a person kept, the latest first
            models.Index(models.F("person"), models.F("id").desc(), name="postmark_list"),
        ]
