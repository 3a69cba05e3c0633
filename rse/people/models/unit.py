"""Units: the departments, sites and teams of the organisation, in one tree."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from rse.lib.fold import fold


class UnitKind(models.TextChoices):
    ORGANISATION = "organisation", _("Organisation")
    DEPARTMENT = "department", _("Department")
    SITE = "site", _("Site")
    TEAM = "team", _("Team")


class Unit(models.Model):
    name = models.CharField(_("name"), max_length=120)
    name_key = models.CharField(max_length=160, editable=False)  # folded: sorts and looks up
    kind = models.CharField(_("kind"), max_length=16, choices=UnitKind.choices, default=UnitKind.DEPARTMENT)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("parent"))
    code = models.CharField(_("code"), max_length=60, null=True, blank=True, unique=True)  # the directory's own key

    class Meta:
        ordering = ["name_key", "id"]
        verbose_name = _("unit")
        verbose_name_plural = _("units")
        constraints = [
            models.UniqueConstraint(fields=["parent", "kind", "name_key"], name="unit_named_once", nulls_distinct=False),
            models.CheckConstraint(condition=~models.Q(parent=models.F("id")), name="unit_not_own_parent"),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: object, **kwargs: object) -> None:
        self.name_key = fold(self.name)
        super().save(*args, **kwargs)  # type: ignore[arg-type]
