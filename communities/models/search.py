"""What search looks in: an entry for each text that was published, what is to be indexed, and what each person looked for last.

Who may read is never kept here: what one finds is asked of access, over the post, each time.
"""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.utils.translation import gettext_lazy as _

MAX_SEARCH = 200  # characters of what is looked for


class SearchEntry(models.Model):
    """The words of a post, of a comment or of a file, as actions.indexing makes them; gone while its text is deleted."""

    place = models.BigIntegerField()  # the id of the text, rse.lib.ids: in the order of publication
    shape = models.CharField(max_length=12)  # the kind of a post, else comment or document
    post = models.ForeignKey("communities.Post", models.CASCADE, related_name="+", db_index=False)  # of the thread
    comment = models.ForeignKey("communities.Comment", models.CASCADE, null=True, related_name="+", db_index=False)
    attachment = models.ForeignKey("communities.Attachment", models.CASCADE, null=True, related_name="+", db_index=False)
    community = models.ForeignKey("communities.Community", models.PROTECT, related_name="+", db_index=False)  # as its post
    author = models.ForeignKey("people.Person", models.PROTECT, related_name="+", db_index=False)
    vector = SearchVectorField()
    edition = models.PositiveSmallIntegerField()  # of what made the vector
    indexed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["post"], condition=models.Q(comment=None, attachment=None), name="searchentry_post_once"),
            models.UniqueConstraint(fields=["comment"], condition=models.Q(attachment=None), name="searchentry_comment_once"),
            models.UniqueConstraint(fields=["attachment"], name="searchentry_file_once"),
        ]
        indexes = [
            # what holds these words; no list of pending rows, which each search would read
            GinIndex(fields=["vector"], fastupdate=False, name="searchentry_words"),
            # what holds very common words: the newest first
            models.Index(models.F("place").desc(), name="searchentry_newest"),
            # the same in one community
            models.Index(models.F("community"), models.F("place").desc(), name="searchentry_of_community"),
            # all that stands in a thread
            models.Index(fields=["post"], name="searchentry_of_post"),
        ]


class SearchMark(models.Model):
    """A text that changed and is to be indexed: the row is the truth, the task a hint. No key binds it to its text."""

    post_id = models.BigIntegerField()
    comment_id = models.BigIntegerField(null=True)
    due_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0, db_default=0)

    class Meta:
        indexes = [
            # what waits, the longest first
            models.Index(fields=["due_at"], name="searchmark_due"),
        ]


class SearchRound(models.Model):
    """How far the last round over all posts went, which finds what has no entry or an old one; one row."""

    post_id = models.BigIntegerField(default=0)  # the last one looked at
    began_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)


class FileState(models.TextChoices):
    DUE = "due", _("To be read")
    READ = "read", _("Read")
    UNREADABLE = "unreadable", _("Cannot be read")


class FileText(models.Model):
    """The words in a file, once they were taken out of it."""

    attachment = models.OneToOneField("communities.Attachment", models.CASCADE, primary_key=True, related_name="+")
    state = models.CharField(max_length=10, choices=FileState.choices, default=FileState.DUE)
    text = models.TextField(blank=True)  # its beginning, when there is much
    due_at = models.DateTimeField(null=True)  # to be read, not before that
    tries = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(state__in=["due", "read", "unreadable"]), name="filetext_state_known"),
            models.CheckConstraint(
                condition=models.Q(state="due", due_at__isnull=False) | ~models.Q(state="due") & models.Q(due_at=None),
                name="filetext_due_when",
            ),
        ]
        indexes = [
            # files to read
            models.Index(fields=["due_at"], condition=models.Q(due_at__isnull=False), name="filetext_waiting"),
        ]


class RecentSearch(models.Model):
    """Something a person looked for: theirs alone, ten at most, gone when they say so."""

    person = models.ForeignKey("people.Person", models.CASCADE, related_name="+", db_index=False)
    words = models.CharField(max_length=MAX_SEARCH)
    words_key = models.CharField(max_length=3 * MAX_SEARCH)  # folded
    at = models.DateTimeField()

    class Meta:
        constraints = [
            # also serves what a person looked for
            models.UniqueConstraint(fields=["person", "words_key"], name="recentsearch_once"),
        ]
