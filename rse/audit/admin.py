"""The audit log, read-only."""

import json
import re
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlencode

from django.contrib import admin
from django.contrib.auth import get_user_model
from django.db.models import BooleanField, Case, CharField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Concat, Trim
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from rse.audit.models import AuditEvent
from rse.audit.veil import veil_for
from rse.lib.backoffice import Section

if TYPE_CHECKING:
    from rse.people.models import Person

VEILED = "···"  # what is not for this reader
OPEN_QUESTIONS = re.compile(r"p|all|act(__exact)?|at__\w+")  # one may ask for these of veiled rows too


@admin.register(AuditEvent)
class AuditSection(Section):
    """Who did what to whom, when."""

    symbol = "history"
    list_display = ("at", "who", "act", "target", "said")
    list_display_links = ("at",)
    list_filter = ("act", "target_type", ("at", admin.DateFieldListFilter))
    search_fields = ("act", "target_id", "actor_name")
    fields = ("at", "who", "act", "target", "said", "seal")
    ordering = ("-id",)
    list_per_page = 50
    show_full_result_count = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[AuditEvent]:
        """What is veiled to who asks is left out of whatever is searched, sorted or filtered by what the veil hides."""
        name = Trim(Concat("first_name", Value(" "), "last_name"), output_field=CharField())
        actor = get_user_model().objects.filter(pk=OuterRef("actor_id")).values(name=name)
        veil = veil_for(cast("Person", request.user))
        rows = AuditEvent.objects.annotate(actor_name=Subquery(actor[:1]), is_veiled=_whether(veil.rows), is_unread=_whether(veil.targets))
        return rows if all(OPEN_QUESTIONS.fullmatch(name) for name in request.GET) else rows.filter(is_veiled=False)

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        """Its page names it in its title too."""
        row = super().get_object(request, object_id, from_field)
        if row is not None and row.is_veiled:
            row.actor_id, row.actor_name, row.target_type, row.target_id, row.detail = None, "", "", "", {}
        elif row is not None and row.is_unread:
            row.target_id = ""
        return row

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:
        return lookup in ("target_type", "target_id", "actor_id") or super().lookup_allowed(lookup, value, request)

    @admin.display(description=_("actor"), ordering="actor_id")
    def who(self, row: Any) -> str:
        """The name, or the number of an account that is no more, or the command line."""
        if row.is_veiled:
            return VEILED
        if row.actor_id is None:
            return str(_("command or system"))
        return row.actor_name or f"#{row.actor_id}"

    @admin.display(description=_("target"))
    def target(self, row: Any) -> str:
        if row.is_veiled:
            return VEILED
        return f"{row.target_type} {VEILED if row.is_unread else row.target_id}".strip()

    @admin.display(description=_("detail"))
    def said(self, row: Any) -> str:
        return VEILED if row.is_veiled else json.dumps(row.detail, ensure_ascii=False)

    @admin.display(description=_("seal"))
    def seal(self, row: AuditEvent) -> str:
        """The beginning of the row's hash and of the hash before: enough to compare with a backup."""
        return f"{row.previous_hash[:12] or '0'} → {row.hash[:12]}"

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """Everything that was done to the same target."""
        row = get_object_or_404(self.get_queryset(request), pk=object_id, is_veiled=False, is_unread=False)
        query = urlencode({"target_type": row.target_type, "target_id": row.target_id})
        return redirect(f"{reverse('admin:audit_auditevent_changelist')}?{query}")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


def _whether(rule: Q) -> Case:
    return Case(When(rule, then=True), default=False, output_field=BooleanField())
