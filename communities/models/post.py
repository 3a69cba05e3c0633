"""Post: what someone says to a community. Its columns and nothing else."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class PostKind(models.TextChoices):
    """All kinds that a post may be of; `communities.actions.kinds` says which are offered."""

    MESSAGE = "message", _("Message")
    QUESTION = "question", _("Question")
    POLL = "poll", _("Poll")
    PRAISE = "praise", _("Praise")
    STORY = "story", _("Success story")
    ANNOUNCEMENT = "announcement", _("Announcement")
    SHARE = "share", _("Share")


class Post(models.Model):
    id = models.BigIntegerField(primary_key=True)  # rse.lib.ids: in the order of `at`
    community = models.ForeignKey("communities.Community", models.PROTECT, related_name="+", db_index=False)
    author = models.ForeignKey("people.Person", models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=12, choices=PostKind.choices, default=PostKind.MESSAGE)
    title = models.CharField(max_length=200, blank=True)
    body = models.TextField(blank=True)  # Markdown as typed
    body_html = models.TextField(blank=True)  # safe HTML, made at write time by rse.lib.text
    renderer = models.PositiveSmallIntegerField(default=1)  # version of rse.lib.text that made body_html
    language = models.CharField(max_length=5, blank=True)
    at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True)
    moved_at = models.DateTimeField(null=True)  # when it last came from another community: Move says which
    deleted_at = models.DateTimeField(null=True)
    deleted_by = models.ForeignKey("people.Person", models.SET_NULL, null=True, related_name="+")
    version = models.PositiveIntegerField(default=1)  # of the card: raised by whatever changes what it shows
    client_key = models.CharField(max_length=64, null=True)  # given by the form: a double click posts once
    link = models.JSONField(null=True)  # what its card shows of the page it links to: written by actions.links, out of Link

    accepted_comment = models.ForeignKey("communities.Comment", models.SET_NULL, null=True, related_name="+")
    comment_count = models.PositiveIntegerField(default=0)
    answer_count = models.PositiveIntegerField(default=0, db_default=0)  # those of comments that somebody else than the author wrote
    reaction_counts = models.JSONField(default=dict)  # {kind key: count}
    last_activity_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["author", "client_key"], name="post_sent_once"),
            models.CheckConstraint(
                condition=models.Q(accepted_comment=None) | models.Q(kind="question"), name="post_only_questions_are_solved"
            ),
        ]
        indexes = [
            # a community's feed and the home feed's walk over its sources
            models.Index(models.F("community"), models.F("id").desc(), name="post_of_community"),
            # a profile's feed
            models.Index(models.F("author"), models.F("id").desc(), name="post_of_author"),
            # feeds.sorts: the posts of a community by their last activity, and the page after one of them
            models.Index(
                models.F("community"),
                models.F("last_activity_at").desc(),
                models.F("id").desc(),
                condition=models.Q(deleted_at=None),
                name="post_by_activity",
            ),
            # feeds.orders: what somebody followed wrote, by its last activity
            models.Index(
                models.F("author"),
                models.F("last_activity_at").desc(),
                models.F("id").desc(),
                condition=models.Q(deleted_at=None),
                name="post_of_author_by_activity",
            ),
            # feeds.orders: what the whole company says, by its last activity
            models.Index(
                models.F("last_activity_at").desc(),
                models.F("id").desc(),
                condition=models.Q(deleted_at=None),
                name="post_by_activity_anywhere",
            ),
            # questions that wait for an answer, newest first
            models.Index(
                models.F("community"),
                models.F("id").desc(),
                condition=models.Q(kind="question", answer_count=0, deleted_at=None),
                name="post_awaiting",
            ),
        ]

    def __str__(self) -> str:
        return self.title or f"post {self.pk}"
