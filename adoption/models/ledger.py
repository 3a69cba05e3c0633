"""The query ledger: which figures were ever shown, of what, on whom, over which weeks. Never the figures themselves, never a name."""

from django.contrib.postgres.fields import ArrayField
from django.db import models


class PublishedPeople(models.Model):
    """A group of people of whom something was shown, once for all the figures and weeks in which it stayed the same."""

    digest = models.BinaryField(unique=True)  # of the pseudonyms
    people = models.BinaryField()  # the pseudonyms, sorted and packed


class PublishedCut(models.Model):
    """A figure shown of a group. Without `people`, who they were is no longer known: their number still is."""

    figure = models.CharField(max_length=80)  # one key for all figures that can be had from each other
    scope = models.CharField(max_length=120)  # the unit, or the filter in it
    first_day = models.IntegerField()  # of the window, counted from Monday 5 January 1970
    days = models.IntegerField()
    size = models.IntegerField()
    lineage = ArrayField(models.CharField(max_length=120), default=list)  # the scopes that contain this one, nearest first
    people = models.ForeignKey("adoption.PublishedPeople", models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()  # first shown

    class Meta:
        constraints = [
            # what was shown under one figure key; the same shown again adds nothing
            models.UniqueConstraint(fields=["figure", "scope", "days", "people", "first_day"], name="publishedcut_once"),
        ]
