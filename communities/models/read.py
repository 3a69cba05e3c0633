"""What was read: of a thread, down to which comment; and what was read before someone marked all as read, to take it back."""

from datetime import timedelta

from django.db import models

FADES_AFTER = timedelta(days=30)  # what was never read for that long waits no more


class ThreadSeen(models.Model):
    """`person` has had the comments of a thread in front of them up to the id `last_id`. Told to nobody else."""

    person = models.ForeignKey("people.Person", models.CASCADE, related_name="+", db_index=False)
    post = models.ForeignKey("communities.Post", models.CASCADE, related_name="+")
    last_id = models.BigIntegerField()

    class Meta:
        constraints = [
            # also serves "what I have seen of this thread"
            models.UniqueConstraint(fields=["person", "post"], name="threadseen_once"),
        ]


class ReadUndo(models.Model):
    """`marks` is {community id: [last_read_id, read_ids]} of the communities that the marking changed. Kept for a day."""

    key = models.CharField(max_length=32, primary_key=True)  # told to that person's page only
    person = models.ForeignKey("people.Person", models.CASCADE, related_name="+")
    at = models.DateTimeField()
    marks = models.JSONField()

    class Meta:
        indexes = [
            # those to forget each night
            models.Index(fields=["at"], name="readundo_old"),
        ]
