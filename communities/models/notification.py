"""Notification: one thing one person should know, written once."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Notice(models.TextChoices):
    MENTION = "mention", _("Mention")
    REPLY = "reply", _("Reply")
    JOIN_REQUEST = "join_request", _("Request to join")
    REQUEST_ACCEPTED = "request_accepted", _("Request accepted")
    REQUEST_REFUSED = "request_refused", _("Request refused")
    INVITATION = "invitation", _("Invitation")
    ANSWER_ACCEPTED = "answer_accepted", _("Answer accepted")
    HANDED_OVER = "handed_over", _("Community handed over")
    PRAISE = "praise", _("Praise")


class Notification(models.Model):
    person = models.ForeignKey("people.Person", models.CASCADE, related_name="+", db_index=False)
    notice = models.CharField(max_length=16, choices=Notice.choices)
    event_id = models.BigIntegerField()  # the event it comes from: with person and notice, its key
    actor = models.ForeignKey("people.Person", models.SET_NULL, null=True, related_name="+")
    community = models.ForeignKey("communities.Community", models.CASCADE, null=True, related_name="+")
    post = models.ForeignKey("communities.Post", models.CASCADE, null=True, related_name="+")
    comment = models.ForeignKey("communities.Comment", models.CASCADE, null=True, related_name="+")
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "event_id", "notice"], name="notification_once"),
        ]
        indexes = [
            # the notifications page, newest first
            models.Index(models.F("person"), models.F("id").desc(), name="notification_list"),
            # the bell's counter
            models.Index(fields=["person"], condition=models.Q(read_at=None), name="notification_unread"),
        ]
