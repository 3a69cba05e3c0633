"""The path of a post, from the keyboard to the chart, in ten steps."""

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import httpx
import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from websockets import Origin
from websockets.sync.client import ClientConnection, connect

from adoption.fill import fill
from adoption.models import CommunityWeek
from communities import tasks
from communities.actions import removals
from communities.models import Event, Notification, PendingEvent, Post
from rse.people.models import Person
from tests.conftest import Cast


@pytest.mark.django_db(transaction=True)
def test_a_post_goes_from_the_keyboard_to_the_chart(site: str, cast: Cast, sign_in: Callable[[Person], Client]) -> None:
    with (
        browser(site, sign_in(cast.bob)) as bob,
        browser(site, sign_in(cast.erin)) as erin,
        socket(site, sign_in(cast.erin)) as live,
    ):
        # 1. The composer, as the page offers it, with the form's own token and key.
        composer = bob.get("/p/new").raise_for_status().text
        words = f"Qui a déjà remplacé ce palier ? @{cast.erin.name} peut-être."
        form = hidden_fields(composer) | {"community": cast.open.slug, "kind": "question", "title": "Palier usé", "body": words}
        newest = Post.objects.latest("id").pk
        follow(live, f"community:{cast.open.pk}", f"person:{cast.erin.pk}")

        # 2. and 3. The door hands it to one action, which writes the row and its event in one transaction.
        answer = bob.post("/p/new", data=form)
        assert answer.status_code == 302, answer.text
        post = Post.objects.get(pk__gt=newest)
        assert (post.author, post.community, post.title) == (cast.bob, cast.open, "Palier usé")
        told = {row.verb: row for row in Event.objects.filter(root_id=post.pk)}
        assert set(told) == {"post", "mention"}
        assert told["mention"].target_id == cast.erin.pk

        # 4. and 5. After the commit, the community's topic carries an id and no word of what was said.
        raw, message = next_message(live, "post")
        assert message["id"] == str(post.pk)
        assert "palier" not in raw.lower() and cast.bob.last_name not in raw

        # 6. The other browser fetches what is newer than what it holds, by the same feed, rule and template.
        fragment = erin.get(f"/?fragment=1&after={newest}").raise_for_status().text
        assert fragment.count("<article") == 1 and "Palier usé" in fragment
        assert "Palier usé" not in erin.get(f"/?fragment=1&after={post.pk}").raise_for_status().text

        # 7. The task writes the notification once, whoever runs it how often; the bell hears of it.
        for event_id in PendingEvent.objects.values_list("event_id", flat=True):
            tasks.notify(event_id=event_id)
            tasks.notify(event_id=event_id)
        assert Notification.objects.get(person=cast.erin, post=post).notice == "mention"
        _raw, message = next_message(live, "notification")
        assert message["unread"] == 1
        assert "Palier usé" in erin.get("/notifications/").raise_for_status().text

    # 8. A week later the rollups have counted it, by fill alone; filling again changes nothing.
    later = timezone.now() + timedelta(days=8)
    removals.settle_due(later)
    fill(at=later)
    counted = CommunityWeek.objects.filter(community_id=cast.open.pk).values_list("week", "posts", "contributors")
    first = sorted(counted)
    assert first[-1][1:] == (2, 2)  # Erin's and this one; the one deleted at once is not
    fill(at=later)
    assert sorted(counted.all()) == first

    # 9. and 10. The sponsor reads the page; who posts does not.
    page = sign_in(cast.sam).get("/adoption/")
    assert page.status_code == 200
    assert "<svg" in page.content.decode()
    assert sign_in(cast.carol).get("/adoption/").status_code in (403, 404)


@contextmanager
def browser(site: str, client: Client) -> Iterator[httpx.Client]:
    """A browser with that client's cookies."""
    cookies = {settings.SESSION_COOKIE_NAME: client.cookies[settings.SESSION_COOKIE_NAME].value}
    with httpx.Client(base_url=site, cookies=cookies, timeout=20) as http:
        yield http


@contextmanager
def socket(site: str, client: Client) -> Iterator[ClientConnection]:
    cookie = f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"
    with connect(site.replace("http", "ws") + "/ws/", origin=Origin(site), additional_headers={"Cookie": cookie}) as live:
        yield live


def follow(live: ClientConnection, *topics: str) -> None:
    live.send(json.dumps({"do": "follow", "topics": list(topics)}))
    _raw, message = next_message(live, "following")
    assert set(message["topics"]) == set(topics)


def next_message(live: ClientConnection, kind: str) -> tuple[str, dict[str, Any]]:
    """The next message of that kind, within ten seconds."""
    while True:
        raw = str(live.recv(timeout=10))
        message = json.loads(raw)
        if message["kind"] == kind:
            return raw, message


def hidden_fields(page: str) -> dict[str, str]:
    fields = re.findall(r'<input[^>]*type="hidden"[^>]*>', page)
    found = {}
    for field in fields:
        name, value = re.search(r'name="([^"]*)"', field), re.search(r'value="([^"]*)"', field)
        if name and value:
            found[name[1]] = value[1]
    assert {"csrfmiddlewaretoken", "client_key"} <= set(found)
    return found
