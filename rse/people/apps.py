"""The people room as a Django application: its entries in the account menu."""

from typing import Any

from allauth.account.signals import password_reset
from django.apps import AppConfig
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from rse.lib import slots


class PeopleConfig(AppConfig):
    name = "rse.people"
    label = "people"
    verbose_name = _("People")

    def ready(self) -> None:
        password_reset.connect(_forget_failures, dispatch_uid="people")
        slots.register_nav("settings", _settings, order=800)
        slots.register_nav("administration", _administration, order=900)


def _forget_failures(request: HttpRequest, user: Any, **_signal: Any) -> None:
    """Who has chosen a new password may use it at once, whichever way they sign in."""
    from rse.people.adapter import AccountAdapter

    AccountAdapter(request).forget_failures(user)


def _settings(request: HttpRequest) -> slots.NavEntry:
    return slots.NavEntry(_("Settings"), reverse("settings"), "settings", within=("/account/",), place="account")


def _administration(request: HttpRequest) -> slots.NavEntry | None:
    if not getattr(request.user, "is_staff", False):
        return None
    return slots.NavEntry(_("Administration"), reverse("admin:index"), "shield", within=("/admin/",), place="account")
