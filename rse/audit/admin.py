"""The audit log, read-only."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import admin
from django.contrib.auth import get_user_model
from django.db.models import CharField, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Concat, Trim
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from rse.audit.models import AuditEvent
from rse.lib.backoffice import Section


@admin.register(AuditEvent)
class AuditSection(Section):
    """Who did what to whom, when."""

    symbol = "history"
    list_display = ("at", "who", "act", "target", "detail")
    list_display_links = ("at",)
    list_filter = ("act", "target_type", ("at", admin.DateFieldListFilter))
    search_fields = ("act", "target_id", "actor_name")
    fields = ("at", "who", "act", "target", "detail", "seal")
    ordering = ("-id",)
    list_per_page = 50
    show_full_result_count = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[AuditEvent]:
        name = Trim(Concat("first_name", Value(" "), "last_name"), output_field=CharField())
        actor = get_user_model().objects.filter(pk=OuterRef("actor_id")).values(name=name)
        return AuditEvent.objects.annotate(actor_name=Subquery(actor[:1]))

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:
        return lookup in ("target_type", "target_id", "actor_id") or super().lookup_allowed(lookup, value, request)

    @admin.display(description=_("actor"), ordering="actor_id")
    def who(self, row: Any) -> str:
        """The name, or the number of an account that is no more, or the command line."""
        if row.actor_id is None:
            return str(_("command or system"))
        return row.actor_name or f"#{row.actor_id}"

    @admin.display(description=_("target"))
    def target(self, row: AuditEvent) -> str:
        return f"{row.target_type} {row.target_id}".strip()

    @admin.display(description=_("seal"))
    def seal(self, row: AuditEvent) -> str:
        """The beginning of the row's hash and of the hash before: enough to compare with a backup."""
        return f"{row.previous_hash[:12] or '0'} → {row.hash[:12]}"

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """Everything that was done to the same target."""
        row = get_object_or_404(AuditEvent, pk=object_id)
        query = urlencode({"target_type": row.target_type, "target_id": row.target_id})
        return redirect(f"{reverse('admin:audit_auditevent_changelist')}?{query}")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
