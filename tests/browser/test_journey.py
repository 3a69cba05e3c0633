"""The path of a post through two real browsers: written in one, seen in the other, lost connections and rights included."""

import json
import re
import time
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import BrowserContext, Locator, Page, WebSocketRoute, expect

from communities import tasks
from communities.actions.memberships import remove_member
from communities.models import PendingEvent, Post
from rse.people.actions.accounts import change_staff_number
from rse.people.models import Person
from tests.browser.conftest import PATIENCE
from tests.conftest import Cast
from tests.factories import NOW, PASSWORD, make_comment, make_post

pytestmark = pytest.mark.browser
expect.set_options(timeout=PATIENCE)
Enter = Callable[..., BrowserContext]
TITLE, WORDS = "Palier usé", "Qui a déjà remplacé ce palier ?"


def test_a_post_reaches_the_other_window_behind_its_pill_and_its_thread_lives(cast: Cast, enter: Enter) -> None:
    change_staff_number(by=cast.ada, person=cast.erin, staff_number="M4711", at=timezone.now())
    erin, bob = sign_in_by_hand(enter(None), "m4711"), sign_in_by_hand(enter(None), cast.bob.email)
    bobs_other = bob.context.new_page()
    heard = heard_by(bobs_other)
    for page in (erin, bobs_other):
        open_live(page, "/")
    erin.evaluate("scrollTo(0, 150)")
    read, pill = erin.locator(f"#p{cast.open_post.pk}"), erin.locator("[data-live-show]")
    before = top_of(read)

    publish(bob, cast.open.name)

    expect(pill).to_have_text("1 nouvelle publication")
    assert top_of(read) == pytest.approx(before, abs=1)
    expect(erin.locator("#feed article", has_text=TITLE)).to_have_count(0)
    pill.click()
    expect(erin.locator("#feed > article").first).to_contain_text(TITLE)
    expect_each_once(erin.locator("#feed > article"), TITLE)
    expect(pill).to_be_hidden()
    wait_until(bobs_other, lambda: any(message["kind"] == "post" for message in heard))
    for page in (bob, bobs_other):
        expect(page.locator("[data-live-show]")).to_be_hidden()

    erin.get_by_role("link", name=TITLE).click()
    expect_live(erin)
    bob.goto(erin.url)
    bob.locator("#reply textarea").fill(f"Personne ? @{cast.erin.name} saurait.")
    bob.get_by_role("button", name="Répondre").click()
    expect(erin.locator("#thread .cm")).to_have_count(1)
    expect(erin.locator("#thread .cm")).to_contain_text("Personne ?")
    expect(erin.locator("#replies")).to_have_text("1 réponse")
    bob.get_by_role("button", name="Utile").first.click()
    expect(erin.locator(".post-sum")).to_have_text("1 Utile")

    expect(erin.locator("#bell .bar-count")).to_have_count(0)
    for event_id in PendingEvent.objects.values_list("event_id", flat=True):
        tasks.notify(event_id=event_id)
    expect(erin.locator("#bell .bar-count")).to_have_text("1")


def test_an_open_page_of_whoever_is_removed_hears_nothing_more(cast: Cast, enter: Enter) -> None:
    page = enter(cast.bob).new_page()
    heard = heard_by(page)
    open_live(page, reverse("post-show", args=[cast.closed_post.pk]))
    make_comment(cast.alice, cast.closed_post, "Tant que Bob est là.", at=timezone.now())
    expect(page.locator("#thread")).to_contain_text("Tant que Bob est là.")

    remove_member(by=cast.erin, community=cast.closed, person=cast.bob, at=timezone.now())
    closed = {f"community:{cast.closed.pk}", f"post:{cast.closed_post.pk}"}
    wait_until(page, lambda: closed <= {message["topic"] for message in heard if message["kind"] == "closed"}, seconds=2)
    heard.clear()
    make_comment(cast.alice, cast.closed_post, "Bob ne lit plus.", at=timezone.now())
    make_post(cast.alice, cast.closed, "Ni ceci.", at=timezone.now())
    make_post(cast.erin, cast.open, "Ceci, tout le monde.", at=timezone.now())

    expect(page.locator(f'[data-community="{cast.open.pk}"]')).to_have_class("unread")
    assert closed.isdisjoint(message.get("topic") for message in heard)
    expect(page.locator("#thread")).not_to_contain_text("Bob ne lit plus.")
    expect(page.locator(f'[data-community="{cast.closed.pk}"]')).not_to_have_class("unread")
    answer = page.reload()
    assert answer is not None and answer.status == 404


def test_what_was_missed_while_offline_comes_once_with_the_connection(cast: Cast, enter: Enter) -> None:
    context = enter(cast.erin)
    make_comment(cast.erin, cast.open_post, "Juste avant la coupure.", at=timezone.now())
    line = Line(context)
    home, thread = context.new_page(), context.new_page()
    open_live(home, "/")
    asked: list[str] = []
    thread.on("request", lambda request: asked.append(request.url) if request.resource_type == "fetch" else None)
    open_live(thread, reverse("post-show", args=[cast.open_post.pk]))
    line.cut()
    for page in (home, thread):
        expect(page.locator("#live-state")).to_contain_text("hors connexion")
    assert asked == [], "a page that missed nothing asks for nothing"
    make_post(cast.bob, cast.open, WORDS, title=TITLE, at=timezone.now())
    make_comment(cast.bob, cast.open_post, "Pendant la coupure.", at=timezone.now())
    line.mend()
    for page in (home, thread):
        expect_live(page)
        expect(page.locator("#live-state")).to_be_hidden()
    expect(home.locator("[data-live-show]")).to_have_text("1 nouvelle publication")
    home.locator("[data-live-show]").click()
    expect_each_once(home.locator("#feed > article"), TITLE)
    expect_each_once(thread.locator("#thread .cm"), "Juste avant la coupure.", "Pendant la coupure.")


def test_without_scripts_one_signs_in_joins_posts_answers_reacts_and_signs_out(cast: Cast, enter: Enter) -> None:
    page = sign_in_by_hand(enter(None, java_script_enabled=False), cast.carol.email)
    page.goto(reverse("community-show", args=[cast.open.slug]))
    page.get_by_role("button", name="Rejoindre").first.click()
    expect(page.locator(".toast")).to_contain_text(cast.open.name)
    publish(page, cast.open.name)
    page.locator("#feed").get_by_role("link", name=TITLE).click()
    page.locator("#reply textarea").fill("Je me réponds.")
    page.get_by_role("button", name="Répondre").click()
    expect(page.locator("#thread .cm")).to_contain_text("Je me réponds.")
    page.locator(".thread-card").get_by_role("button", name="Utile").click()
    expect(page.locator("#thread .react-sums")).to_have_text("1 Utile")
    page.locator(".bar details.menu-box summary").click()
    page.get_by_role("button", name="Se déconnecter").click()
    page.goto("/")
    expect(page.locator("[name=password]")).to_be_visible()


@pytest.mark.parametrize("everything", [False, True], ids=["session", "every cookie"])
def test_a_session_that_ends_in_mid_post_loses_no_word(cast: Cast, enter: Enter, everything: bool) -> None:
    context = enter(None)
    page = sign_in_by_hand(context, cast.bob.email)
    page.goto(reverse("post-create"))
    write(page, cast.open.name)
    if everything:
        context.clear_cookies()
    else:
        context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    page.get_by_role("button", name="Publier").click()
    if everything:
        expect(page.locator("#id_body")).to_have_value(WORDS)
        page.get_by_role("button", name="Envoyer de nouveau").click()
    fill_in_sign_in(page, cast.bob.email)
    expect(page.locator("#id_body")).to_have_value(WORDS)
    expect(page.locator("#id_title")).to_have_value(TITLE)
    page.get_by_role("button", name="Publier").click()
    expect(page.get_by_role("heading", name=TITLE)).to_be_visible()
    assert Post.objects.filter(title=TITLE, community=cast.open, author=cast.bob).count() == 1


def test_the_sponsor_reads_the_verdict(figures: Person, enter: Enter) -> None:
    page = enter(figures).new_page()
    page.goto("/")
    page.locator(".bar-nav").get_by_role("link", name="Adoption").click()
    verdict = page.get_by_role("heading", level=1)
    expect(verdict).to_have_attribute("data-kind", "estimate")
    rests_on = r"quatre semaines closes le 12 janvier 2025, \d+\s%\sdes 60 personnes de la cible ont contribué"
    expect(verdict).to_contain_text(re.compile(rests_on))
    expect(page.locator("figure svg").first).to_be_visible()


class Line:
    """The connection of a window. Chromium's own offline mode holds what its sockets receive back; here they are lost."""

    def __init__(self, context: BrowserContext) -> None:
        self._context, self._is_cut = context, False
        self._sockets: list[WebSocketRoute] = []
        context.route_web_socket("**/ws/", self._open)

    def cut(self) -> None:
        self._is_cut = True
        self._context.set_offline(True)
        for socket in self._sockets:
            socket.close()

    def mend(self) -> None:
        self._is_cut = False
        self._context.set_offline(False)

    def _open(self, socket: WebSocketRoute) -> None:
        if self._is_cut:
            socket.close()
        else:
            socket.connect_to_server()
            self._sockets.append(socket)


def sign_in_by_hand(context: BrowserContext, login: str) -> Page:
    Person.objects.update(last_login=NOW)  # nobody is here for the first time, which leads elsewhere
    page = context.new_page()
    page.goto("/")
    fill_in_sign_in(page, login)
    expect(page.locator("#feed")).to_be_attached()
    return page


def fill_in_sign_in(page: Page, login: str) -> None:
    page.locator("[name=login]").fill(login)
    page.locator("[name=password]").fill(PASSWORD)
    page.get_by_role("button", name="Se connecter").click()


def publish(page: Page, community: str) -> None:
    """Through the composer of the home page."""
    page.goto("/")
    page.locator(".composer-input").click()
    write(page, community)
    page.get_by_role("button", name="Publier").click()
    expect(page.locator("#feed article", has_text=TITLE)).to_have_count(1)


def write(page: Page, community: str) -> None:
    page.locator("#id_community").select_option(label=community)
    page.locator("#id_title").fill(TITLE)
    page.locator("#id_body").fill(WORDS)


def heard_by(page: Page) -> list[dict[str, Any]]:
    """The messages that come to the page's sockets, from now on."""
    heard: list[dict[str, Any]] = []
    page.on("websocket", lambda socket: socket.on("framereceived", lambda frame: heard.append(json.loads(frame))))
    return heard


def open_live(page: Page, address: str) -> None:
    page.goto(address)
    expect_live(page)


def expect_live(page: Page) -> None:
    expect(page.locator("html")).to_have_attribute("data-live", "on")


def expect_each_once(items: Locator, *texts: str) -> None:
    """Each text is in one item, and no item is there twice."""
    for text in texts:
        expect(items.filter(has_text=text)).to_have_count(1)
    ids = items.evaluate_all("items => items.map((item) => item.dataset.id)")
    assert len(ids) == len(set(ids))


def top_of(item: Locator) -> float:
    box = item.bounding_box()
    assert box is not None
    return box["y"]


def wait_until(page: Page, condition: Callable[[], bool], *, seconds: float = PATIENCE / 1000) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it never came"
        page.wait_for_timeout(20)
