"""By what a program or a page says whose it is: a token, kept as its digest, or the session."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework.authentication import SessionAuthentication, TokenAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from rse.people.actions.tokens import digest


class DigestTokenAuthentication(TokenAuthentication):
    """`Authorization: Token <key>`."""

    def authenticate_credentials(self, key: str) -> tuple[Any, Any]:
        person, token = super().authenticate_credentials(digest(key))
        if person.has_ended(timezone.now()):
            raise AuthenticationFailed(_("This account is closed."))
        return person, token


class PageSessionAuthentication(SessionAuthentication):
    """The session of a page of ours, whose writes carry the CSRF token."""

    def authenticate_header(self, request: Request) -> str:
        return "Session"  # so that nobody signed in is 401, as with a token
