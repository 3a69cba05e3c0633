"""One row per act, chained by hashes; the database refuses to change or delete a row."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class AuditEvent(models.Model):
    at = models.DateTimeField(_("at"))
    actor_id = models.BigIntegerField(_("actor"), null=True)  # no foreign key: the trace outlives the account
    act = models.CharField(_("act"), max_length=60)
    target_type = models.CharField(_("target"), max_length=40, blank=True)
    target_id = models.CharField(max_length=60, blank=True)
    detail = models.JSONField(_("detail"), default=dict)
    previous_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    class Meta:
        ordering = ["-id"]
        verbose_name = _("audit entry")
        verbose_name_plural = _("audit log")
        indexes = [
            # the log of one target, newest first
            models.Index(fields=["target_type", "target_id", "-id"], name="audit_target"),
            # who consulted what, by act
            models.Index(fields=["act", "-id"], name="audit_act"),
        ]

    def __str__(self) -> str:
        return f"{self.act} {self.target_type} {self.target_id}".strip()
