"""Writing with scripts: drafts, the audience, reactions in place, a reply under its comment, questions over the page."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, expect

from communities.models import Comment, Post
from tests.conftest import Cast
from tests.factories import make_comment

pytestmark = pytest.mark.browser
Enter = Callable[..., BrowserContext]


def test_a_draft_outlives_a_reload_and_goes_once_published(cast: Cast, enter: Enter) -> None:
    page = enter(cast.bob).new_page()
    page.goto("/")
    page.locator(".composer-input").click()
    page.locator("#id_community").select_option(cast.closed.slug)
    expect(page.locator("[data-audience='members']")).to_be_visible()
    expect(page.locator("[data-audience='open']")).to_be_hidden()
    page.locator("#id_body").fill("Une phrase commencée.")
    page.reload()
    page.locator(".composer-input").click()
    expect(page.locator("#id_body")).to_have_value("Une phrase commencée.")
    expect(page.locator("#id_community")).to_have_value(cast.closed.slug)
    page.locator("#composer button.btn-primary").click()
    expect(page.locator("#feed > li").first).to_contain_text("Une phrase commencée.")
    page.locator(".composer-input").click()
    expect(page.locator("#id_body")).to_have_value("")


def test_a_reaction_swaps_its_bar_and_keeps_the_focus(cast: Cast, enter: Enter) -> None:
    page = enter(cast.bob).new_page()
    page.goto("/")
    button = page.locator(f"#r-{cast.open_post.pk}-utile")
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")
    expect(button).to_be_focused()
    expect(page.locator(f"#sum-{cast.open_post.pk}")).to_contain_text("1")
    expect(page.locator("article article")).to_have_count(0)
    button.click()
    expect(button).to_have_attribute("aria-pressed", "false")
    assert Post.objects.get(pk=cast.open_post.pk).reaction_counts == {}


def test_a_reply_is_written_under_the_comment_it_answers(cast: Cast, enter: Enter) -> None:
    first, last = make_comment(cast.erin, cast.open_post, "Premier."), make_comment(cast.erin, cast.open_post, "Dernier.")
    page = enter(cast.bob).new_page()
    page.goto(f"/p/{cast.open_post.pk}/")
    page.locator(f"#c{first.pk} [data-reply]").click()
    expect(page.locator(f"#c{first.pk} #reply textarea")).to_be_focused()
    page.locator("[data-reply-cancel]").click()
    expect(page.locator(f"#c{first.pk} #reply")).to_have_count(0)
    page.locator(f"#c{first.pk} [data-reply]").click()
    page.locator("#reply textarea").fill("Au premier.")
    page.locator("#reply button").click()
    expect(page.locator(f"#c{first.pk} .cm-kids > li")).to_have_count(1)
    expect(page.locator(f"#c{last.pk} .cm-kids > li")).to_have_count(0)
    assert Comment.objects.get(body="Au premier.").parent_id == first.pk


def test_deleting_is_asked_over_the_page_and_escape_gives_it_up(cast: Cast, enter: Enter) -> None:
    page = enter(cast.bob).new_page()
    page.goto("/")
    card = page.locator(f"#p{cast.closed_post.pk}")
    card.locator(".post-head summary").click()
    card.locator("[data-ask]").click()
    expect(page.get_by_role("dialog")).to_contain_text("turbine-fermée")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert Post.objects.get(pk=cast.closed_post.pk).deleted_at is None
    if not card.locator("[data-ask]").is_visible():
        card.locator(".post-head summary").click()
    card.locator("[data-ask]").click()
    page.get_by_role("dialog").locator("button").click()
    page.wait_for_url(f"**/c/{cast.closed.slug}/")
    assert Post.objects.get(pk=cast.closed_post.pk).deleted_at is not None


def test_a_post_is_kept_for_later_where_it_stands(cast: Cast, enter: Enter) -> None:
    page = enter(cast.bob).new_page()
    page.goto("/")
    button = page.locator(f"#save-{cast.open_post.pk}")
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")
    expect(button).to_be_focused()
    expect(page.locator(f"#r-{cast.open_post.pk}-utile")).to_have_attribute("aria-pressed", "false")
    page.get_by_role("link", name="Gardés pour plus tard").first.click()
    expect(page.locator(".feed > li")).to_have_count(1)
    button.click()
    expect(button).to_have_attribute("aria-pressed", "false")
    page.reload()
    expect(page.get_by_text("Rien de gardé pour l’instant")).to_be_visible()
