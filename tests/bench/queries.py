"""How many SQL queries the pages make, once their cards are made."""

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from rse.people.models import Person
from tests.bench.data import Made
from tests.bench.report import Figure


def figures(made: Made) -> list[Figure]:
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(Person.objects.get(pk=made.people[0]))
    return [
        _count(client, "home", "/", target=10),
        _count(client, "thread", f"/p/{made.thread_id}/", target=None),
        _count(client, "search page", "/search/?q=girouettes", target=None),
    ]


def _count(client: Client, name: str, path: str, *, target: float | None) -> Figure:
    client.get(path)
    with CaptureQueriesContext(connection) as seen:
        client.get(path)
    return Figure(f"{name}, SQL queries", len(seen), target, "queries")
