"""The administration: who enters, and how a section of it writes through actions rather than straight to the tables.

Only sections of ours are shown: what other packages register of their own tables is left out.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, ClassVar
from urllib.parse import urlencode

from csp.constants import SELF, UNSAFE_EVAL, UNSAFE_INLINE
from django import forms
from django.contrib import admin, messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin
from unfold.sites import UnfoldAdminSite

from rse.lib.refusal import Refused

# The package's pages run Alpine, which evaluates expressions; nothing else of the site may.
POLICY = {"script-src": [SELF, UNSAFE_EVAL], "style-src": [SELF, UNSAFE_INLINE]}


if TYPE_CHECKING:
    _ModelForm = forms.ModelForm[Any]
else:
    _ModelForm = forms.ModelForm


Reminder = Callable[[HttpRequest], Any]
_reminders: list[Reminder] = []


def remind(reminder: Reminder) -> None:
    """Have `reminder` say a sentence (or None) on the first page of the administration."""
    if reminder not in _reminders:
        _reminders.append(reminder)


def reminders(request: HttpRequest) -> list[Any]:
    """What the administrator is to be told."""
    return [sentence for reminder in _reminders if (sentence := reminder(request))]


class BackOffice(UnfoldAdminSite):  # type: ignore[misc]  # unfold has no types
    """Administrators alone enter, by the same sign-in as everybody."""

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        """Keeps sections of ours and leaves out the rest: groups, tokens, the sign-in package's tables."""
        if admin_class is not None and issubclass(admin_class, Section):
            super().register(model_or_iterable, admin_class, **options)

    def index(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        for sentence in reminders(request):
            messages.warning(request, sentence)
        response: HttpResponse = super().index(request, extra_context)
        return response

    def has_permission(self, request: HttpRequest) -> bool:
        return bool(getattr(request.user, "is_staff", False))

    def admin_view(self, view: Callable[..., Any], cacheable: bool = False) -> Callable[..., Any]:
        guarded = super().admin_view(view, cacheable)

        def enter(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.user.is_authenticated and not self.has_permission(request):
                raise PermissionDenied
            response: HttpResponse = guarded(request, *args, **kwargs)
            setattr(response, "_csp_replace", POLICY)  # noqa: B010 - as django-csp's decorators do
            return response

        return enter

    @method_decorator(login_not_required)
    def login(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        if request.user.is_authenticated and not self.has_permission(request):
            raise PermissionDenied
        asked = request.GET.get("next", "")
        index = reverse(f"{self.name}:index")
        wanted = asked if asked.startswith(index) and asked != request.path else index
        if request.user.is_authenticated:
            return redirect(wanted)
        return redirect(f"{reverse('account_login')}?{urlencode({'next': wanted}, safe='/')}")

    def logout(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        if request.method == "POST":
            logout(request)
        return redirect("account_login")

    def password_change(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        return redirect("account_change_password")


class Section(ModelAdmin):  # type: ignore[misc]  # unfold has no types
    """One table: searched, seen and changed by administrators; never deleted from; what is written goes by `WritingForm`."""

    show_facets = "NEVER"
    target_type: ClassVar[str] = ""  # how the audit log calls a row
    symbol: ClassVar[str] = "list"  # drawn beside its name, from the package's own font

    def has_module_permission(self, request: HttpRequest) -> bool:
        return bool(self.admin_site.has_permission(request))

    def has_view_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return self.has_module_permission(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self.has_module_permission(request)

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return self.has_module_permission(request)

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change, **kwargs)
        return type(form.__name__, (form,), {"by": request.user})

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        context |= {"show_save_and_add_another": False, "show_save_and_continue": False}
        return super().render_change_form(request, context, *args, **kwargs)

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Other rows are chosen here, not opened or made from here."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        for door in ("can_add_related", "can_change_related", "can_view_related", "can_delete_related"):
            if field is not None and hasattr(field.widget, door):
                setattr(field.widget, door, False)
        return field

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """The form has written already; the buttons of the last line come after it."""
        for button in self.get_actions_submit_line(request, obj.pk):
            if button.action_name in request.POST:
                button.method(request, obj)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Nothing hangs on these rows."""

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> None:
        """The audit log has it."""

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> None:
        """The audit log has it."""

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """The audit log of the row."""
        query = urlencode({"target_type": self.target_type, "target_id": object_id})
        return HttpResponseRedirect(f"{reverse('admin:audit_auditevent_changelist')}?{query}")


class WritingForm(_ModelForm):
    """A form whose last check is the write itself, so that a refusal shows beside its field and what was typed is kept."""

    by: ClassVar[Any]

    def write(self) -> models.Model:
        """Call the actions with what was typed; answers the row. Raises Refused."""
        raise NotImplementedError  # each table has its own: a metaclass of Django's leaves no room for an abstract class

    def save(self, commit: bool = True) -> Any:
        return self.instance

    def _post_clean(self) -> None:
        # The actions say in words what the database would refuse in its own.
        self.instance.validate_constraints = lambda exclude=None: None
        super()._post_clean()  # type: ignore[misc]  # absent from the stubs
        if self.errors or not self.has_changed():
            return
        try:
            with transaction.atomic():
                self.instance = self.write()
        except Refused as refusal:
            self.add_error(refusal.field if refusal.field in self.fields else None, str(refusal))


def navigation(request: HttpRequest) -> list[dict[str, Any]]:
    """The side menu: the sections, then the way back to the site."""
    sections = [
        {
            "title": capfirst(model._meta.verbose_name_plural),
            "icon": section.symbol,
            "link": reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist"),
        }
        for model, section in admin.site._registry.items()
        if isinstance(section, Section)
    ]
    back = {"title": _("Back to the site"), "icon": "arrow_back", "link": "/"}
    return [{"items": sections}, {"separator": True, "items": [back]}]
