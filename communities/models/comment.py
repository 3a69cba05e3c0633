"""Comment: an answer to a post, or to a comment of that post, one level deep."""

from django.db import models


class Comment(models.Model):
    id = models.BigIntegerField(primary_key=True)  # rse.lib.ids: in the order of `at`
    post = models.ForeignKey("communities.Post", models.CASCADE, related_name="+", db_index=False)
    parent = models.ForeignKey("self", models.CASCADE, null=True, related_name="+")
    author = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    body = models.TextField(blank=True)
    body_html = models.TextField(blank=True)
    renderer = models.PositiveSmallIntegerField(default=1)
    at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True)
    deleted_at = models.DateTimeField(null=True)
    deleted_by = models.ForeignKey("people.Person", models.SET_NULL, null=True, related_name="+")
    version = models.PositiveIntegerField(default=1)
    client_key = models.CharField(max_length=64, null=True)
    link = models.JSONField(null=True)  # as that of a post
    reaction_counts = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["author", "client_key"], name="comment_sent_once")]
        indexes = [
            # a thread in its order, and its pages
            models.Index(fields=["post", "id"], name="comment_of_post"),
        ]

    def __str__(self) -> str:
        return f"comment {self.pk}"
