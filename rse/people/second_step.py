"""The second step of signing in, which administrators are expected to turn on."""

from allauth.mfa.models import Authenticator
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from rse.people.models import Person, Role


def is_due(person: Person | AnonymousUser) -> bool:
    """Whether this person administers and signs in with a password alone."""
    if not isinstance(person, Person) or not person.has_role(Role.ADMIN):
        return False
    return not Authenticator.objects.filter(user=person, type=Authenticator.Type.TOTP).exists()


def reminder(request: HttpRequest) -> SafeString | None:
    """What the administration's first page says until it is done."""
    if not is_due(request.user):
        return None
    sentence = _("Protect your account with a second step: an administrator can change everybody’s.")
    return format_html('{} <a href="{}">{}</a>', sentence, reverse("mfa_activate_totp"), _("Turn it on"))
