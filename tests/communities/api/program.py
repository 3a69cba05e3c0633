"""A program that calls the API for somebody of the cast."""

import json
from datetime import timedelta
from typing import Any

from django.test import Client

from rse.people.actions.tokens import create_token
from rse.people.models import Person
from tests.factories import NOW

LATER = NOW + timedelta(minutes=5)


class Program:
    """A program of somebody's, which sends and reads JSON with their token."""

    def __init__(self, person: Person) -> None:
        self.client = Client(headers={"authorization": f"Token {create_token(by=person, at=NOW)}"})

    def __call__(self, method: str, path: str, sent: object = None, *, status: int = 200) -> Any:
        body = "" if sent is None else sent if isinstance(sent, str | bytes) else json.dumps(sent)
        answer = self.client.generic(method, f"/api/v1/{path}", body, content_type="application/json")
        assert answer.status_code == status, f"{answer.status_code} {answer.content[:400]!r}"
        return json.loads(answer.content) if answer.content else None
