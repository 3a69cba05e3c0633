"""Reactions, from a set that the administrator defines, and mentions."""

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


class ReactionKind(models.Model):
    key = models.SlugField(_("key"), max_length=20, primary_key=True)
    name_fr = models.CharField(_("name in French"), max_length=40)
    name_en = models.CharField(_("name in English"), max_length=40)
    icon = models.CharField(_("icon"), max_length=40)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    is_active = models.BooleanField(_("offered"), default=True)

    class Meta:
        ordering = ["position", "key"]
        verbose_name = _("reaction")
        verbose_name_plural = _("reactions")

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return self.name_en if (get_language() or "fr").startswith("en") else self.name_fr


class Reaction(models.Model):
    """One person, one object, one kind. The object is a post or one of its comments."""

    person = models.ForeignKey("people.Person", models.CASCADE, related_name="+", db_index=False)
    kind = models.ForeignKey(ReactionKind, models.PROTECT, related_name="+")
    post = models.ForeignKey("communities.Post", models.CASCADE, related_name="+")
    comment = models.ForeignKey("communities.Comment", models.CASCADE, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            # also serves "my reactions on these posts"
            models.UniqueConstraint(fields=["person", "post", "comment", "kind"], name="reaction_once", nulls_distinct=False),
        ]


class Mention(models.Model):
    """`person` is named in a post, or in one of its comments."""

    person = models.ForeignKey("people.Person", models.CASCADE, related_name="+")
    post = models.ForeignKey("communities.Post", models.CASCADE, related_name="+", db_index=False)
    comment = models.ForeignKey("communities.Comment", models.CASCADE, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["post", "comment", "person"], name="mention_once", nulls_distinct=False),
        ]
