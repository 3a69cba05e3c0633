"""Event: one row of the history. Append-only, partitioned by month of its id.

The table is made in SQL by the migration; no foreign key binds it, so that the history outlives
what it tells of.
"""

from django.db import models


class Verb(models.TextChoices):
    """The verbs of the history; those of undoing cancel and count nowhere."""

    VISIT = "visit"
    PROFILE_VIEW = "profile_view"
    SEARCH = "search"
    POST = "post"
    COMMENT = "comment"
    REACTION = "reaction"
    MENTION = "mention"
    POLL_VOTE = "poll_vote"
    UPLOAD = "upload"
    JOIN = "join"
    LEAVE = "leave"
    FOLLOW = "follow"
    INVITE = "invite"
    DELETE = "delete"
    UNREACT = "unreact"
    UNFOLLOW = "unfollow"
    REMOVE = "remove"
    REQUEST = "request"
    DECIDE = "decide"
    ACCEPT = "accept"
    EDIT = "edit"
    HAND_OVER = "hand_over"
    REPORT = "report"
    PIN = "pin"  # told to open pages, never written
    COUNTERSIGN = "countersign"  # a story
    RENEW = "renew"
    RETIRE = "retire"
    ASK = "ask"  # someone for a testimonial
    DUE = "due"  # a story to be confirmed again
    ANNOUNCE = "announce"  # a post that its members must read
    NAME = "name"  # someone to answer for a topic or a practice
    REVIEW = "review"  # something has come to its date of review
    MOVE = "move"  # a post, told of both communities: out of the one, into the other
    RESTORE = "restore"  # told to live listeners, never written: what was taken back has no history


class Event(models.Model):
    id = models.BigIntegerField(primary_key=True)  # rse.lib.ids
    at = models.DateTimeField()
    actor_id = models.BigIntegerField(null=True)
    verb = models.CharField(max_length=16)  # a Verb
    community_id = models.BigIntegerField(null=True)
    object_type = models.CharField(max_length=12, blank=True)  # post, comment, reaction, person, community …
    object_id = models.BigIntegerField(null=True)
    root_id = models.BigIntegerField(null=True)  # the post of the thread
    target_id = models.BigIntegerField(null=True)  # the person whose content or profile it is
    via = models.CharField(max_length=80, blank=True)
    source = models.CharField(max_length=40, blank=True)  # web, api, demo, import:…
    seq = models.BigIntegerField(editable=False)  # order of arrival, given by the database: fill's mark

    class Meta:
        db_table = "communities_event"

    def __str__(self) -> str:
        return f"{self.verb} {self.id}"


class PendingEvent(models.Model):
    """An event whose notifications are still to be written: the row is the truth, the task a hint."""

    event_id = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            # the sweeper: what waits, oldest first
            models.Index(fields=["at"], name="pendingevent_waiting"),
        ]


class SeenHour(models.Model):
    """A visit or a profile view already counted in this hour."""

    person_id = models.BigIntegerField()
    verb = models.CharField(max_length=16)
    object_id = models.BigIntegerField(default=0)
    hour = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person_id", "verb", "object_id", "hour"], name="seenhour_once"),
        ]
        indexes = [
            # the nightly clean-up
            models.Index(fields=["hour"], name="seenhour_age"),
        ]
