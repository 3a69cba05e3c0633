"""The reactions offered, for administrators. Posts, comments and events are never shown here."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminSelectWidget

from communities.actions.reaction_kinds import save_reaction_kind
from communities.models import ReactionKind
from rse.lib.backoffice import Section, WritingForm
from rse.lib.sprite import REACTION_ICONS


class ReactionKindForm(WritingForm):
    icon = forms.ChoiceField(label=_("icon"), choices=[(name, name) for name in REACTION_ICONS], widget=UnfoldAdminSelectWidget)

    class Meta:
        model = ReactionKind
        fields = ("key", "name_fr", "name_en", "icon", "position", "is_active")

    def write(self) -> ReactionKind:
        key = self.cleaned_data.pop("key", self.instance.key)
        return save_reaction_kind(by=self.by, key=key, at=timezone.now(), **self.cleaned_data)


@admin.register(ReactionKind)
class ReactionKindSection(Section):
    """The key is given once: it is what the history and the programs know."""

    form = ReactionKindForm
    target_type, symbol = "reaction", "thumb_up"
    list_display = ("key", "name_fr", "name_en", "icon", "position", "is_active")
    ordering = ("position", "key")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("key",) if obj else ()
