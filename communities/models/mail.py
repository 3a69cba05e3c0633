"""Mails that came in, and digests that went out: each once."""

from django.db import models


class InboundState(models.TextChoices):
    PENDING = "pending"  # being looked at, or its worker died: taken up again when it comes again
    PUBLISHED = "published"
    REFUSED = "refused"


class InboundMail(models.Model):
    """A reply by mail. Its words are kept only while its sender has to be told that they were refused, so that none are lost."""

    key = models.CharField(max_length=64, unique=True)  # of its Message-ID: what comes twice is done once
    person = models.ForeignKey("people.Person", models.CASCADE, related_name="+", db_index=False)
    at = models.DateTimeField()
    state = models.CharField(max_length=9, choices=InboundState.choices, default=InboundState.PENDING)
    reason = models.CharField(max_length=300, blank=True)  # in the person's language
    words = models.TextField(blank=True)
    claimed_at = models.DateTimeField(null=True)  # by whoever tells the person why
    told_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            # how often somebody replied lately, and was told why not
            models.Index(fields=["person", "at"], name="inboundmail_of_person"),
            # refusals to be told
            models.Index(fields=["at"], condition=models.Q(state="refused", told_at=None), name="inboundmail_to_tell"),
        ]


class DigestSent(models.Model):
    """One digest of one person for one period, sent or found empty. The row is claimed before it is made."""

    person = models.ForeignKey("people.Person", models.CASCADE, related_name="+", db_index=False)
    period = models.CharField(max_length=24)  # daily:2026-12-01, hourly:2026-12-01T09
    since = models.DateTimeField()  # what it tells of begins there
    claimed_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=10, blank=True)  # sent, empty, failed, unwished
    tries = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            # one a period; and the last one of a person
            models.UniqueConstraint(fields=["person", "period"], name="digestsent_once"),
        ]
        indexes = [
            # the last digest of a person, and what the night forgets
            models.Index(fields=["person", "claimed_at"], name="digestsent_of_person"),
        ]
