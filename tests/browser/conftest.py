"""A real Chromium, one per module, and windows of it in which someone has signed in or not."""

from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, sync_playwright

from rse.people.models import Person
from tests.adoption.logs import busy_world, put_in, write
from tests.factories import make_person

PATIENCE = 15_000  # milliseconds


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu", "--disable-quic"])
        yield started
        started.close()


@pytest.fixture
def enter(site: str, browser: Browser, sign_in: Callable[[Person], Client]) -> Iterator[Callable[..., BrowserContext]]:
    """`enter(person)` opens a window of theirs, `enter(None)` one of nobody yet; no page in it may offend the security policy."""
    opened: list[BrowserContext] = []
    offences: list[str] = []

    def open_for(person: Person | None, **options: object) -> BrowserContext:
        options.setdefault("service_workers", "block")  # whoever tries what is kept for later allows them
        context = browser.new_context(base_url=site, locale="fr-FR", **options)  # type: ignore[arg-type]
        context.set_default_timeout(PATIENCE)
        context.on("console", lambda said: offences.append(said.text) if "Content Security Policy" in said.text else None)
        opened.append(context)
        if person is not None:
            value = sign_in(person).cookies[settings.SESSION_COOKIE_NAME].value
            context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "domain": urlsplit(site).hostname, "path": "/"}])
        return context

    yield open_for
    for context in opened:
        context.close()
    assert offences == []


@pytest.fixture
def figures(transactional_db: None, tmp_path: Path) -> Person:
    """A sponsor, where sixty people have contributed for twenty weeks."""
    put_in(*write(tmp_path, busy_world(people=60, weeks=20), [f"p{number}" for number in range(60)]))
    return make_person("Sam", roles=["sponsor"])
