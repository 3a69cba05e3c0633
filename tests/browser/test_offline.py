"""Without a connection: the last feed is there, what is written goes once, and nothing stays after signing out."""

import json
from collections.abc import Callable

from playwright.sync_api import BrowserContext, Page, expect

from communities.models import Post
from rse.people.models import Person
from tests.browser.test_journey import wait_until
from tests.conftest import Cast

Enter = Callable[..., BrowserContext]
KEPT = "caches.keys().then((names) => names.filter((name) => name.startsWith('kept-')))"
HELD = f"""async (feed) => {{
  for (const name of await {KEPT}) if (await (await caches.open(name)).match(feed)) return true;
  return false;
}}"""


ALL_HELD = """async () => {
  const caching = await Promise.all((await caches.keys()).map((name) => caches.open(name)));
  return (await Promise.all(caching.map((cache) => cache.keys()))).flat().map((request) => request.url);
}"""


def _keep(enter: Enter, person: Person) -> tuple[BrowserContext, Page]:
    """A browser in which that person has seen the home page, and which has kept it."""
    context = enter(person, service_workers="allow")
    page = context.new_page()
    page.goto("/")
    wait_until(page, lambda: page.evaluate(HELD, "/offline/feed"))
    wait_until(page, lambda: page.evaluate("() => Boolean(navigator.serviceWorker.controller)"))
    return context, page


def test_the_last_feed_is_read_and_written_to_without_a_connection(cast: Cast, enter: Enter) -> None:
    context, page = _keep(enter, cast.bob)
    context.set_offline(True)
    page.goto("/")
    expect(page.locator("h1")).to_have_text("Votre dernier fil")
    expect(page.locator("main")).to_contain_text("turbine-fermée")
    assert "hélice-secrète" not in page.content()
    page.locator(".offline-write summary").click()
    page.locator("#offline-place").select_option(cast.closed.slug)
    page.locator("#offline-body").fill("Écrit au fond de l’atelier.")
    page.locator("#offline-post button[type=submit]").click()
    expect(page.locator("[data-pending]")).to_contain_text("la connexion manque")
    page.goto("/c/")
    expect(page.locator("h1")).to_have_text("Pas de connexion")
    context.set_offline(False)
    page.goto("/")
    expect(page.locator("#feed > article[data-id]", has_text="Écrit au fond de l’atelier.")).to_have_count(1)
    assert Post.objects.filter(body="Écrit au fond de l’atelier.", author=cast.bob).count() == 1
    page.reload()
    expect(page.locator("#feed > article[data-id]", has_text="Écrit au fond de l’atelier.")).to_have_count(1)
    assert Post.objects.filter(body="Écrit au fond de l’atelier.").count() == 1


def test_what_was_refused_meanwhile_is_given_back_with_the_reason(cast: Cast, enter: Enter) -> None:
    context, page = _keep(enter, cast.bob)
    context.set_offline(True)
    page.goto("/")
    page.locator(".offline-write summary").click()
    page.locator("#offline-place").select_option(cast.open.slug)
    page.locator("#offline-body").fill("Trop tard.")
    page.locator("#offline-post button[type=submit]").click()
    expect(page.locator("[data-pending]")).to_be_visible()
    cast.open.archived_at = cast.archived.archived_at
    cast.open.save()
    context.set_offline(False)
    page.goto("/drafts/")
    item = page.locator("[data-pending]")
    expect(item).to_contain_text("Trop tard.")
    expect(item.locator("[data-outbox-drop]")).to_be_visible()
    assert not Post.objects.filter(body="Trop tard.").exists()


def test_signing_out_leaves_nothing_to_be_read(cast: Cast, enter: Enter) -> None:
    context, page = _keep(enter, cast.bob)
    page.locator("header form[data-sign-out]").evaluate("form => form.requestSubmit()")
    page.wait_for_url("**/login/**")
    wait_until(page, lambda: page.evaluate(f"() => {KEPT}.then((names) => names.length === 0)"))
    context.set_offline(True)
    page.goto("/")
    expect(page.locator("h1")).to_have_text("Pas de connexion")
    held = json.dumps(page.evaluate(ALL_HELD))
    assert "/offline/feed" not in held and "/p/" not in held


def test_a_session_that_ended_elsewhere_leaves_nothing_either(cast: Cast, enter: Enter) -> None:
    context, page = _keep(enter, cast.bob)
    context.clear_cookies()
    page.goto("/c/")
    page.wait_for_url("**/login/**")
    wait_until(page, lambda: page.evaluate(f"() => {KEPT}.then((names) => names.length === 0)"))
