"""The two addresses that a supervisor asks."""

import pytest
from django.test import Client


def test_alive_asks_nothing(client: Client) -> None:
    assert client.get("/healthz").content == b"ok"


@pytest.mark.django_db
def test_ready_once_the_database_is_migrated(client: Client) -> None:
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json()["database"] == "ok"
