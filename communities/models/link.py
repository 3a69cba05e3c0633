"""LinkPage: what is known of a page elsewhere that people link to. Link: that a post or a comment shows it under its words."""

from django.db import models


class LinkState(models.TextChoices):
    PENDING = "pending"  # never looked up so far
    READY = "ready"
    NONE = "none"  # nothing there that could be shown
    FAILED = "failed"  # nobody answered


class LinkPage(models.Model):
    """One row for an address, whoever links to it; it says of nobody that they did."""

    key = models.CharField(max_length=64, unique=True)  # SHA-256 of the address
    url = models.TextField()  # as it is asked for: without its fragment
    state = models.CharField(max_length=8, choices=LinkState.choices, default=LinkState.PENDING)
    due_at = models.DateTimeField(null=True)  # to be looked up, not before that
    tries = models.PositiveSmallIntegerField(default=0)
    asked_at = models.DateTimeField()  # when somebody last wrote it
    fetched_at = models.DateTimeField(null=True)
    title = models.CharField(max_length=200, blank=True)
    site = models.CharField(max_length=80, blank=True)
    description = models.CharField(max_length=300, blank=True)
    is_video = models.BooleanField(default=False)
    picture_key = models.CharField(max_length=100, blank=True)  # of our small copy in the store
    picture_width = models.PositiveIntegerField(null=True)
    picture_height = models.PositiveIntegerField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(state__in=LinkState.values), name="linkpage_state_known"),
            models.CheckConstraint(
                condition=~models.Q(state="ready") | models.Q(fetched_at__isnull=False) & ~models.Q(title=""),
                name="linkpage_ready_is_shown",
            ),
        ]
        indexes = [
            # what is to be looked up
            models.Index(fields=["due_at"], condition=models.Q(due_at__isnull=False), name="linkpage_due"),
            # those that nobody has written for long
            models.Index(fields=["asked_at"], name="linkpage_asked"),
        ]

    def __str__(self) -> str:
        return self.url[:100]


class Link(models.Model):
    """The page shown under a text, one at most; one taken away stays, so that it is not shown again."""

    token = models.CharField(max_length=32, unique=True)  # in the address of its picture, drawn at random
    post = models.ForeignKey("communities.Post", models.CASCADE, related_name="+", db_index=False)
    comment = models.ForeignKey("communities.Comment", models.CASCADE, null=True, related_name="+", db_index=False)  # of that post
    page = models.ForeignKey(LinkPage, models.PROTECT, related_name="+")
    url = models.TextField()  # as it was written
    removed_at = models.DateTimeField(null=True)
    removed_by = models.ForeignKey("people.Person", models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [
            # one under each text; they are found by it too
            models.UniqueConstraint(fields=["post"], condition=models.Q(comment=None), name="link_once_of_post"),
            models.UniqueConstraint(fields=["comment"], condition=models.Q(comment__isnull=False), name="link_once_of_comment"),
        ]
        indexes = [
            # all those of a thread, when it goes
            models.Index(fields=["post"], name="link_of_thread"),
        ]

    def __str__(self) -> str:
        return self.token
