"""Announcement: what the members of a community should know, and who says that they have read it."""

from django.db import models


class Announcement(models.Model):
    post = models.OneToOneField("communities.Post", models.CASCADE, primary_key=True, related_name="+")
    must_read = models.BooleanField(default=False)
    read_by = models.DateField(null=True)  # until when, at best

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(must_read=True) | models.Q(read_by=None), name="announcement_read_by_if_must_read"),
        ]
        indexes = [
            # what is to be read of late, and how many a community has had this week
            models.Index(models.F("post").desc(), condition=models.Q(must_read=True), name="announcement_to_read"),
        ]


class Acknowledgement(models.Model):
    """Someone says that they have read it. Counted, never shown by name."""

    announcement = models.ForeignKey(Announcement, models.CASCADE, related_name="+", db_index=False)
    person = models.ForeignKey("people.Person", models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            # also serves "what I have read of these" and how many have read one
            models.UniqueConstraint(fields=["announcement", "person"], name="acknowledgement_once"),
        ]
