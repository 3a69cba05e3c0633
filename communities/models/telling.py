"""What people are told, and how: a level and channels, where they depart from what holds for everybody.

Most people have no row. What is empty in one (a level of "", channels of None) goes by the next: one's choice for a community,
one's choice for all of them, the default of that community, that of the installation, and last `LEVEL`, `CHANNELS`, `OWN_CHANNELS`.
"""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _


class Telling(models.TextChoices):
    """Each holds what those before it hold."""

    NOTHING = "nothing", _("Muted")  # but for what names one, must be read or waits for one
    MENTIONS = "mentions", _("Mentions and replies")
    POSTS = "posts", _("New posts too")
    EVERYTHING = "everything", _("New comments too")


class Channel(models.TextChoices):
    IN_APP = "in_app", _("On the site")
    PUSH = "push", _("On my devices")
    MAIL = "mail", _("By mail, at once")
    DIGEST = "digest", _("In the digest")


LEVEL = Telling.MENTIONS
CHANNELS = frozenset({Channel.IN_APP, Channel.PUSH, Channel.DIGEST})
OWN_CHANNELS = frozenset(Channel)  # for what is of no community


def _channels() -> "ArrayField[Any, Any]":
    return ArrayField(models.CharField(max_length=6, choices=Channel.choices), null=True, blank=True)


def _level() -> "models.CharField[Any, Any]":
    return models.CharField(max_length=10, choices=Telling.choices, blank=True, default="", db_default="")


def _known(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(condition=models.Q(level__in=["", *Telling.values]), name=name)


class CommunityTelling(models.Model):
    """What a member chose for a community; it goes with their membership. Muted, its posts stay out of their feed too."""

    person = models.ForeignKey("people.Person", models.CASCADE, related_name="+", db_index=False)
    community = models.ForeignKey("communities.Community", models.CASCADE, related_name="+", db_index=False)
    level = _level()
    channels = _channels()
    since = models.DateTimeField()

    class Meta:
        constraints = [
            # also serves "my choices", "the communities that I mute"
            models.UniqueConstraint(fields=["person", "community"], name="communitytelling_once"),
            _known("communitytelling_known"),
        ]
        indexes = [
            # whom a new post is told to; how many chose for themselves
            models.Index(fields=["community", "level"], name="communitytelling_of_place"),
        ]


class PersonTelling(models.Model):
    """What a person chose for all communities where they chose nothing else, and the channels of what is of no community."""

    person = models.OneToOneField("people.Person", models.CASCADE, primary_key=True, related_name="+")
    level = _level()
    channels = _channels()
    own_channels = _channels()
    since = models.DateTimeField()

    class Meta:
        constraints = [_known("persontelling_known")]


class DefaultTelling(models.Model):
    """What holds for whoever chose nothing: in a community, or without one in the whole installation."""

    community = models.ForeignKey("communities.Community", models.CASCADE, null=True, blank=True, related_name="+", db_index=False)
    level = _level()
    channels = _channels()
    own_channels = _channels()  # of the installation only
    changed_by = models.ForeignKey("people.Person", models.SET_NULL, null=True, related_name="+", editable=False)
    changed_at = models.DateTimeField(editable=False)

    class Meta:
        verbose_name = _("notification default")
        verbose_name_plural = _("notification defaults")
        constraints = [
            models.UniqueConstraint(fields=["community"], nulls_distinct=False, name="defaulttelling_once"),
            models.CheckConstraint(condition=models.Q(community=None) | models.Q(own_channels=None), name="defaulttelling_own_of_all"),
            _known("defaulttelling_known"),
        ]
