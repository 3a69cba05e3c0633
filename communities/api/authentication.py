"""The token of a person, kept as its digest: who reads the database cannot use it."""

from typing import Any

from rest_framework.authentication import TokenAuthentication

from rse.people.actions.tokens import digest


class DigestTokenAuthentication(TokenAuthentication):
    """`Authorization: Token <key>`."""

    def authenticate_credentials(self, key: str) -> tuple[Any, Any]:
        return super().authenticate_credentials(digest(key))
