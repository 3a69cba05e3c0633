"""How allauth does things here: no self sign-up, one wording for every refusal, passwords and addresses through our actions."""

import base64
import hashlib
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rse.lib.refusal import Refused
from rse.people import mail
from rse.people.actions.accounts import change_email, change_password
from rse.people.actions.arrivals import begin_arrival
from rse.people.models import Person


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    _arrives = False
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _("This address or staff number and this password do not go together."),
        "too_many_login_attempts": _("Too many attempts. Wait ten minutes, or choose a new password with “Forgotten password”."),
        "enter_current_password": _("This is not your current password."),
        "incorrect_password": _("This is not your password."),
        "incorrect_code": _("This code is not the one shown by the application, or it has been used already."),
        "duplicate_email": _("This is already the address of your account."),
        "rate_limited": _("Too many attempts. Wait a few minutes."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def login(self, request: HttpRequest, user: Person) -> None:
        """The first sign-in of an account begins its first steps."""
        is_first = user.last_login is None
        super().login(request, user)
        self._arrives = is_first and begin_arrival(by=user)

    def post_login(self, request: HttpRequest, user: Person, **kwargs: Any) -> HttpResponse:
        """Whoever comes for the first time, and asked for no page of their own, is led to their first steps."""
        response: HttpResponse = super().post_login(request, user, **kwargs)
        arrives = self._arrives and response.get("Location") == settings.LOGIN_REDIRECT_URL
        return HttpResponseRedirect(reverse("welcome")) if arrives else response

    def reauthenticate(self, user: Person, password: str) -> bool:
        found = self.authenticate(context.request, email=user.email, password=password)
        return found is not None and found.pk == user.pk

    def set_password(self, user: Person, password: str) -> None:
        change_password(by=user, person=user, password=password, at=timezone.now())

    def forget_failures(self, person: Person) -> None:
        """The attempts counted against the address and the staff number are forgotten."""
        for login in filter(None, (person.email, person.staff_number)):
            self._delete_login_attempts_cached_email(self.request, email=login)

    def confirm_email(self, request: HttpRequest, email_address: EmailAddress) -> bool:
        """The link was opened: the account takes the address, unless another took it first."""
        person = email_address.user
        try:
            change_email(by=person, person=person, email=email_address.email, at=timezone.now())
        except Refused:
            template = "account/messages/email_confirmation_failed.txt"
            self.add_message(request, messages.ERROR, template, {"email": email_address.email})
            return False
        return bool(super().confirm_email(request, email_address))

    def send_confirmation_mail(self, request: HttpRequest, emailconfirmation: Any, signup: bool) -> None:
        """To an address that has an account, say so by mail: the screen is the same as for a free one."""
        address = emailconfirmation.email_address
        if Person.objects.filter(email=address.email.lower()).exclude(pk=address.user_id).exists():
            self.send_account_already_exists_mail(address.email)
            return
        super().send_confirmation_mail(request, emailconfirmation, signup)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """In the language of the account; a mail server that does not answer is said, and spoils nothing."""
        person = context.get("user") or Person.objects.filter(email=email.lower()).first()
        language = person.language if person else settings.LANGUAGE_CODE
        try:
            mail.compose(template_prefix, to=email, language=language, context=context).send()
        except mail.FAILURES:
            mail.logger.exception("message not sent: %s", template_prefix)
            messages.error(self.request, _("The message could not be sent. Try again in a few minutes."))


class MFAAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Secrets of the authenticator applications are encrypted with the installation's key."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": AccountAdapter.error_messages["incorrect_code"],
    }

    def encrypt(self, text: str) -> str:
        return _fernet().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _fernet().decrypt(encrypted_text.encode()).decode()


def _fernet() -> MultiFernet:
    keys = (hashlib.sha256(b"rse.people.mfa" + secret.encode()).digest() for secret in _secrets())
    return MultiFernet([Fernet(base64.urlsafe_b64encode(key)) for key in keys])


def _secrets() -> list[str]:
    return [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
