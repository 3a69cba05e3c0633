"""What one may rely on among the answers to a question: what a referent says of one, and whether it held for who asked."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Reliability(models.TextChoices):
    VALIDATED = "validated", _("Validated")
    DANGEROUS = "dangerous", _("Dangerous")
    OBSOLETE = "obsolete", _("Out of date")


class AnswerMark(models.Model):
    """What someone with the right to vouch says of an answer; the one without an end is what shows, the others are its history."""

    comment = models.ForeignKey("communities.Comment", models.CASCADE, related_name="+", db_index=False)
    post = models.ForeignKey("communities.Post", models.CASCADE, related_name="+", db_index=False)  # of the comment
    state = models.CharField(max_length=9, choices=Reliability.choices)
    note = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey("people.Person", models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
    review_on = models.DateField()
    reminded_at = models.DateTimeField(null=True)  # when the review came due: the mark shows it since
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["comment"], condition=models.Q(ended_at=None), name="answermark_one_present"),
            models.CheckConstraint(condition=models.Q(state__in=["validated", "dangerous", "obsolete"]), name="answermark_state_known"),
        ]
        indexes = [
            # the marks of a thread, of the questions of a page, and the order of questions in a search
            models.Index(fields=["post", "comment"], condition=models.Q(ended_at=None), name="answermark_of_post"),
            # the history of one answer
            models.Index(models.F("comment"), models.F("id").desc(), name="answermark_history"),
            # what is to be looked at again
            models.Index(fields=["review_on"], condition=models.Q(ended_at=None, reminded_at=None), name="answermark_due"),
        ]


class Outcome(models.TextChoices):
    YES = "yes", _("It held")
    PARTLY = "partly", _("It held in part")
    NO = "no", _("It did not hold")


class AnswerTrial(models.Model):
    """An accepted answer, whose asker is asked once, two weeks later, whether it held."""

    comment = models.OneToOneField("communities.Comment", models.CASCADE, primary_key=True, related_name="+")
    post = models.ForeignKey("communities.Post", models.CASCADE, related_name="+")
    due_at = models.DateTimeField()
    asked_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=6, choices=Outcome.choices, blank=True)
    told_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(outcome__in=["", "yes", "partly", "no"]), name="answertrial_outcome_known"),
        ]
        indexes = [
            # what is to be asked
            models.Index(fields=["due_at"], condition=models.Q(asked_at=None), name="answertrial_due"),
        ]
