"""Praise: whom a post of that kind thanks, and what for."""

from django.db import models


class Praise(models.Model):
    post = models.OneToOneField("communities.Post", models.CASCADE, primary_key=True, related_name="+")
    what_for = models.CharField(max_length=120)


class PraisedPerson(models.Model):
    praise = models.ForeignKey(Praise, models.CASCADE, related_name="+", db_index=False)
    person = models.ForeignKey("people.Person", models.CASCADE, related_name="+", db_index=False)

    class Meta:
        constraints = [
            # also serves "whom these posts praise"
            models.UniqueConstraint(fields=["praise", "person"], name="praisedperson_once"),
        ]
        indexes = [
            # the praise that someone received, newest first
            models.Index(models.F("person"), models.F("praise").desc(), name="praisedperson_newest"),
        ]
