"""Messages about an account, in the language of its owner."""

import logging
from pathlib import Path
from smtplib import SMTPException
from typing import Any
from urllib.parse import urlsplit

from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from rse.people.models import Person

FAILURES = (SMTPException, OSError)
logger = logging.getLogger(__name__)


def compose(template: str, *, to: str, language: str, context: dict[str, Any]) -> EmailMessage:
    """The message of `<template>_subject.txt` and `<template>_message.txt`."""
    parts = urlsplit(settings.SITE_URL)
    context = {"current_site": {"domain": parts.netloc, "name": settings.ORG_NAME}, "email": to, **context}
    with translation.override(language):
        subject = " ".join(render_to_string(f"{template}_subject.txt", context).split())
        body = render_to_string(f"{template}_message.txt", context).strip() + "\n"
    return EmailMessage(subject, body, settings.DEFAULT_FROM_EMAIL, [to])


def password_link(person: Person) -> str:
    """An address where this person chooses a password: once, and for three days."""
    token = default_token_generator.make_token(person)
    path = reverse("account_reset_password_from_key", kwargs={"uidb36": user_pk_to_url_str(person), "key": token})
    return f"{settings.SITE_URL}{path}"


def send_password_link(person: Person) -> None:
    """Send the link of `password_link`. Raises what the mail server raises (FAILURES)."""
    context = {"user": person, "password_reset_url": password_link(person)}
    compose("account/email/password_reset_key", to=person.email, language=person.language, context=context).send()


def folder() -> str:
    """Where messages are written when no mail server is configured, as shown on screen; empty when one is."""
    if not settings.EMAIL_BACKEND.endswith("filebased.EmailBackend"):
        return ""
    path = Path(settings.EMAIL_FILE_PATH)
    return str(path.relative_to(settings.ROOT) if path.is_relative_to(settings.ROOT) else path)
