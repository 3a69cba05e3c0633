"""Forms of signing in, of the password and of the address: allauth's, in our words and without words inside the fields."""

from typing import Any

from allauth.account.forms import (
    AddEmailForm,
    ChangePasswordForm,
    LoginForm,
    ReauthenticateForm,
    ResetPasswordKeyForm,
    SetPasswordForm,
    UserTokenForm,
)
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as CodeAgainForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms
from django.core.validators import MaxLengthValidator
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from rse.people.models import Person
from rse.people.tasks import ask_for_password_link

LOGIN_WIDGET = {"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
CODE_WIDGET = {"autocomplete": "one-time-code", "inputmode": "numeric"}
LONGEST_PASSWORD = 200
LABELS = {
    "oldpassword": _("Current password"),
    "password": _("Password"),
    "password1": _("New password"),
    "password2": _("New password, again"),
    "code": _("Code"),
    "email": _("E-mail address"),
}


class Plain(forms.Form):
    """The label above the field says it all; what a password must be is one sentence."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label = LABELS.get(name, field.label)
            if "password" in name:
                field.help_text = ""
                field.validators = [*field.validators, MaxLengthValidator(LONGEST_PASSWORD)]
            if name == "password1":
                field.help_text = _("At least ten characters, not a common word, not close to your name or your address.")
            if name == "code":
                field.widget.attrs.update(CODE_WIDGET)


class SignInForm(Plain, LoginForm):  # type: ignore[misc]
    """One field for the e-mail address or the staff number."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"] = forms.CharField(
            label=_("E-mail address or staff number"), max_length=254, widget=forms.TextInput(attrs=LOGIN_WIDGET)
        )


class ForgottenPasswordForm(forms.Form):
    """Ask for a link; whether the account exists is never told. allauth calls the field `email`."""

    email = forms.CharField(label=_("E-mail address or staff number"), max_length=254, widget=forms.TextInput(attrs=LOGIN_WIDGET))

    def save(self, request: HttpRequest, **kwargs: Any) -> str:
        login: str = self.cleaned_data["email"]
        ask_for_password_link(login)
        return login


class LinkForm(UserTokenForm):  # type: ignore[misc]
    """A password link opens nothing for a closed account."""

    def _get_user(self, uidb36: str) -> Person | None:
        person: Person | None = super()._get_user(uidb36)
        return person if person and person.is_active else None


class NewPasswordForm(Plain, ResetPasswordKeyForm):  # type: ignore[misc]
    """A password chosen through a link."""


class OtherPasswordForm(Plain, ChangePasswordForm):  # type: ignore[misc]
    """A password changed by who knows the present one."""


class FirstPasswordForm(Plain, SetPasswordForm):  # type: ignore[misc]
    """A password for an account that has none."""


class PasswordAgainForm(Plain, ReauthenticateForm):  # type: ignore[misc]
    """The password, typed again before what protects the account changes."""


class AddressForm(Plain, AddEmailForm):  # type: ignore[misc]
    """Another address for the account."""


class SecondStepForm(Plain, AuthenticateForm):  # type: ignore[misc]
    """The code after the password."""


class SecondStepAgainForm(Plain, CodeAgainForm):  # type: ignore[misc]
    """The code, typed again before what protects the account changes."""


class FirstCodeForm(Plain, ActivateTOTPForm):  # type: ignore[misc]
    """The first code of an application, which turns the second step on."""
