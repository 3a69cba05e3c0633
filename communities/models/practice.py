"""Practice: one way of working that the members of a community share, its former words, and who says they apply it."""

from django.db import models


class Practice(models.Model):
    community = models.ForeignKey("communities.Community", models.CASCADE, related_name="+", db_index=False)
    title = models.CharField(max_length=120)
    text = models.TextField(blank=True)
    html = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)  # raised when its words change
    referent = models.ForeignKey("people.Person", models.SET_NULL, null=True, related_name="+")  # None: nobody answers for it
    review_on = models.DateField()
    reminded_at = models.DateTimeField(null=True)  # when it was said that the review is due
    created_by = models.ForeignKey("people.Person", models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey("people.Person", models.SET_NULL, null=True, related_name="+")  # None: not known
    retired_at = models.DateTimeField(null=True)
    applied_shown = models.PositiveIntegerField(default=0)  # who applies it, as rse.lib.settled lets it be shown

    class Meta:
        indexes = [
            # the practices of a community, in the order in which they were agreed
            models.Index(fields=["community", "id"], condition=models.Q(retired_at=None), name="practice_of_community"),
            # those retired, in their order
            models.Index(fields=["community", "id"], condition=~models.Q(retired_at=None), name="practice_retired"),
            # what is to be looked at again
            models.Index(fields=["review_on"], condition=models.Q(reminded_at=None, retired_at=None), name="practice_due"),
        ]

    def __str__(self) -> str:
        return self.title


class PracticeAdoption(models.Model):
    """Someone says that they apply it, as it was at that version. Only counted for others."""

    practice = models.ForeignKey(Practice, models.CASCADE, related_name="+", db_index=False)
    person = models.ForeignKey("people.Person", models.CASCADE, related_name="+")
    version = models.PositiveIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            # also serves the count of those who apply a practice
            models.UniqueConstraint(fields=["practice", "person"], name="practiceadoption_once"),
        ]


class PracticeVersion(models.Model):
    """The words of a practice as they were once; those of now stand in the practice."""

    practice = models.ForeignKey(Practice, models.CASCADE, related_name="+", db_index=False)
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=120)
    text = models.TextField(blank=True)
    by = models.ForeignKey("people.Person", models.SET_NULL, null=True, related_name="+")  # who wrote them; None: not known any more
    at = models.DateTimeField()

    class Meta:
        constraints = [
            # also serves the history of a practice
            models.UniqueConstraint(fields=["practice", "number"], name="practiceversion_once"),
        ]
