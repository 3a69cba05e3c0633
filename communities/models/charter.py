"""Charter: its versions and who accepted them."""

from django.db import models


class CharterVersion(models.Model):
    """The text as it was published once; the community holds a copy of the latest. An empty text: there is none any more."""

    community = models.ForeignKey("communities.Community", models.CASCADE, related_name="+", db_index=False)
    number = models.PositiveIntegerField()  # from 1
    text = models.TextField(blank=True)
    html = models.TextField(blank=True)
    by = models.ForeignKey("people.Person", models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
    note = models.CharField(max_length=200, blank=True)  # what changed
    asks = models.BooleanField(default=True)  # of substance: members accept it before they next write
    review_on = models.DateField()
    reminded_at = models.DateTimeField(null=True)  # when it was said that the review is due
    accepted_shown = models.PositiveIntegerField(default=0)  # members who accepted, as rse.lib.settled lets it be shown

    class Meta:
        constraints = [
            # also serves the history of a charter, and its present version
            models.UniqueConstraint(fields=["community", "number"], name="charterversion_once"),
        ]
        indexes = [
            # what is to be looked at again
            models.Index(fields=["review_on"], condition=models.Q(reminded_at=None), name="charterversion_due"),
        ]


class CharterAcceptance(models.Model):
    """Someone accepted a version. Only counted for others."""

    version = models.ForeignKey(CharterVersion, models.CASCADE, related_name="+")
    person = models.ForeignKey("people.Person", models.CASCADE, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            # also serves "has this person accepted it", before a first post
            models.UniqueConstraint(fields=["person", "version"], name="charteracceptance_once"),
        ]
