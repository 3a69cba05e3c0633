"""Draft: words that are not said yet, for their writer only."""

from django.db import models

FILES = "files"  # in `ready`, beside the details; no kind has one of that name


class Purpose(models.TextChoices):
    """What the words become once said: a text of their own, or other words in the place of published ones."""

    POST = "post"
    REPLY = "reply"
    EDIT_POST = "edit_post"
    EDIT_COMMENT = "edit_comment"


class Draft(models.Model):
    person = models.ForeignKey("people.Person", models.CASCADE, related_name="+", db_index=False)
    client_key = models.CharField(max_length=64)  # of the form, and of the post or reply that it will become
    purpose = models.CharField(max_length=12, default=Purpose.POST, db_default=Purpose.POST)
    thread = models.ForeignKey("communities.Post", models.SET_NULL, null=True, related_name="+")  # of a reply, of what is edited
    comment = models.ForeignKey("communities.Comment", models.SET_NULL, null=True, related_name="+")  # answered, or edited
    community = models.ForeignKey("communities.Community", models.SET_NULL, null=True, related_name="+")
    kind = models.CharField(max_length=12)
    title = models.CharField(max_length=200, blank=True)
    body = models.TextField(blank=True)
    details = models.JSONField(default=dict)  # the other fields of the form: {name: [values]}
    version = models.PositiveIntegerField(default=1)  # raised by each save: who saves says which one they saw
    updated_at = models.DateTimeField()
    publish_at = models.DateTimeField(null=True)  # scheduled, when there is one
    ready = models.JSONField(null=True)  # of a scheduled one, what its kind asks, as `create_post` takes it; and its FILES
    claimed_at = models.DateTimeField(null=True)  # when someone set out to publish it
    failure = models.TextField(blank=True, default="", db_default="")  # why it could not be published at its hour

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "client_key"], name="draft_once")]
        indexes = [
            # one's drafts, the last written first
            models.Index(models.F("person"), models.F("updated_at").desc(), name="draft_list"),
            # what has come due, and what a person has scheduled
            models.Index(fields=["publish_at"], condition=models.Q(publish_at__isnull=False), name="draft_scheduled"),
        ]

    def __str__(self) -> str:
        return self.title or f"draft {self.pk}"

    @property
    def file_tokens(self) -> list[str] | None:
        """The files that will be published with what is scheduled, in their order; None: all that were sent with its key."""
        return self.ready.get(FILES) if self.ready else None
