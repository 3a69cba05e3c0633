"""The end of a thread under its card, through two real browsers: one answers, changes and deletes, the other watches the feed."""

from collections.abc import Callable

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import BrowserContext, expect

from communities.actions.comments import create_comment, delete_comment, edit_comment
from tests.browser.conftest import PATIENCE
from tests.browser.test_journey import open_live, top_of
from tests.conftest import Cast
from tests.factories import NOW, make_post

pytestmark = pytest.mark.browser
expect.set_options(timeout=PATIENCE)
Enter = Callable[..., BrowserContext]


def test_an_answer_shows_under_the_card_of_an_open_feed(cast: Cast, enter: Enter) -> None:
    post = make_post(cast.bob, cast.open, "Qui a la clé de l’atelier ?", at=NOW)
    erin, bob = enter(cast.erin).new_page(), enter(cast.bob).new_page()
    open_live(erin, "/")
    card = erin.locator(f'#feed [data-id="{post.pk}"]')
    expect(card.locator(".peeks")).to_have_count(0)

    bob.goto(reverse("post-show", args=[post.pk]))
    bob.locator("#reply textarea").fill("Je l’ai rendue hier soir.")
    bob.locator("#reply").get_by_role("button", name="Répondre").click()
    line = card.locator(".reply-peek")
    expect(line).to_have_count(1)
    expect(line).to_contain_text("Je l’ai rendue hier soir.")
    expect(line).to_contain_text(cast.bob.name)
    expect(card.locator(f"#n-{post.pk}")).to_contain_text("1")

    said = [create_comment(by=cast.bob, post=post, body=words, at=timezone.now()) for words in ("Deuxième.", "Troisième.")]
    expect(line).to_have_count(2)
    expect(card.locator(".peeks")).to_contain_text("Voir la réponse précédente")
    edit_comment(by=cast.bob, comment=said[1], body="Troisième, enfin.", at=timezone.now())
    expect(line.last).to_contain_text("Troisième, enfin.")
    delete_comment(by=cast.bob, comment=said[0], at=timezone.now())
    expect(line.first).to_contain_text("Je l’ai rendue hier soir.")
    expect(card.locator(".peeks")).not_to_contain_text("précédente")
    line.last.locator(".peek-said").click()
    expect(erin.locator(f"#c{said[1].pk}")).to_be_in_viewport()


def test_what_is_read_stays_where_it_is_while_a_card_above_is_answered(cast: Cast, enter: Enter) -> None:
    posts = [make_post(cast.bob, cast.open, f"Message {n}. " * 30, at=NOW) for n in range(6)]
    erin = enter(cast.erin).new_page()
    open_live(erin, "/")
    read = erin.locator(f'#feed [data-id="{posts[1].pk}"]')
    read.scroll_into_view_if_needed()
    erin.mouse.wheel(0, 200)
    erin.wait_for_timeout(500)
    before = top_of(read)
    create_comment(by=cast.bob, post=posts[5], body="Une réponse.", at=timezone.now())
    expect(erin.locator(f'#feed [data-id="{posts[5].pk}"] .reply-peek')).to_have_count(1)
    assert abs(top_of(read) - before) <= 2


def test_without_scripts_the_line_leads_to_the_comment(cast: Cast, enter: Enter) -> None:
    post = make_post(cast.bob, cast.open, "Qui a la clé ?", at=NOW)
    comments = [create_comment(by=cast.bob, post=post, body=f"Réponse {n}", at=timezone.now()) for n in range(7)]
    erin = enter(cast.erin, java_script_enabled=False).new_page()
    erin.goto("/")
    peeks = erin.locator(f'[data-id="{post.pk}"] .peeks')
    expect(peeks.locator(".reply-peek")).to_have_count(2)
    peeks.get_by_role("link", name="Voir les 5 réponses précédentes").click()
    expect(erin.locator("#replies")).to_contain_text("7 réponses")
    erin.go_back()
    peeks.locator(".peek-said").first.click()
    expect(erin.locator(f"#c{comments[5].pk}.is-sought")).to_contain_text("Réponse 5")
