"""Writing with scripts: drafts, the audience, reactions in place, a reply under its comment, questions over the page."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, expect

from communities.models import Comment, Draft, Post
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
    expect(page.locator("#feed > article").first).to_contain_text("Une phrase commencée.")
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
    expect(page.locator(f"#sum-{cast.open_post.pk}")).not_to_contain_text("1")
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
    page.locator("#reply button.btn-primary").click()
    expect(page.locator(f"#c{first.pk} .cm-kids > li[data-id]")).to_have_count(1)
    expect(page.locator(f"#c{last.pk} .cm-kids > li")).to_have_count(0)
    assert Comment.objects.get(body="Au premier.").parent_id == first.pk


def test_deleting_is_asked_over_the_page_and_escape_gives_it_up(cast: Cast, enter: Enter) -> None:
    page = enter(cast.bob).new_page()
    page.goto("/")
    card = page.locator(f"#p{cast.closed_post.pk}")
    card.locator(".post-head summary").click()
    card.locator("a.danger[data-ask]").click()
    expect(page.get_by_role("dialog")).to_contain_text("turbine-fermée")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert Post.objects.get(pk=cast.closed_post.pk).deleted_at is None
    if not card.locator("a.danger[data-ask]").is_visible():
        card.locator(".post-head summary").click()
    card.locator("a.danger[data-ask]").click()
    page.get_by_role("dialog").locator("button").click()
    page.wait_for_url(f"**/c/{cast.closed.slug}/")
    assert Post.objects.get(pk=cast.closed_post.pk).deleted_at is not None


def test_a_post_is_kept_for_later_where_it_stands(cast: Cast, enter: Enter) -> None:
    page = enter(cast.bob).new_page()
    page.goto("/")
    button = page.locator(f"#save-{cast.open_post.pk}")
    with page.expect_response("**/saved"):
        button.click()
    expect(button).to_have_attribute("aria-pressed", "true")
    expect(button).to_be_focused()
    expect(page.locator(f"#r-{cast.open_post.pk}-utile")).to_have_attribute("aria-pressed", "false")
    page.get_by_role("link", name="Gardés pour plus tard").first.click()
    expect(page.locator(".feed > article")).to_have_count(1)
    with page.expect_response("**/saved"):
        button.click()
    expect(button).to_have_attribute("aria-pressed", "false")
    page.reload()
    expect(page.get_by_text("Rien de gardé pour l’instant")).to_be_visible()


def test_a_text_begun_in_one_browser_is_finished_in_another(cast: Cast, enter: Enter) -> None:
    here = enter(cast.bob).new_page()
    here.goto("/p/new")
    here.locator("#id_community").select_option(cast.closed.slug)
    here.get_by_role("radio", name="Question").check()
    here.locator("#id_title").fill("Quel joint pour la bride ?")
    here.locator("#id_body").fill("Elle fuit depuis")
    expect(here.locator("[data-draft-state]")).to_have_text("Brouillon enregistré")
    there = enter(cast.bob).new_page()
    there.goto("/")
    there.locator(".composer-input").click()
    there.get_by_role("link", name="Quel joint pour la bride ?").click()
    expect(there.locator("#id_body")).to_have_value("Elle fuit depuis")
    expect(there.locator("#id_community")).to_have_value(cast.closed.slug)
    expect(there.get_by_role("radio", name="Question")).to_be_checked()
    there.locator("#id_body").fill("Elle fuit depuis lundi.")
    there.locator("#composer button.btn-primary").click()
    there.wait_for_url("**/")
    post = Post.objects.get(title="Quel joint pour la bride ?")
    assert (post.body, post.kind) == ("Elle fuit depuis lundi.", "question")
    assert not Draft.objects.exists()


def test_words_of_one_kind_do_not_take_the_place_of_another_that_is_asked_for(cast: Cast, enter: Enter) -> None:
    page = enter(cast.bob).new_page()
    page.goto(f"/p/new?kind=question&community={cast.closed.slug}")
    page.locator("#id_title").fill("Quel couple ?")
    expect(page.locator("[data-draft-state]")).to_have_text("Brouillon enregistré")
    page.goto(f"/p/new?kind=praise&community={cast.closed.slug}")
    expect(page.get_by_label("Merci", exact=True)).to_be_checked()
    expect(page.locator("#id_title")).to_have_value("")
    expect(page.locator("[data-begun]")).to_contain_text("Quel couple ?")
    page.goto(f"/p/new?kind=question&community={cast.closed.slug}")
    expect(page.locator("#id_title")).to_have_value("Quel couple ?")


def test_of_two_browsers_that_go_on_neither_loses_its_words(cast: Cast, enter: Enter) -> None:
    here, there = enter(cast.bob).new_page(), enter(cast.bob).new_page()
    here.goto("/p/new")
    here.locator("#id_body").fill("Un")
    expect(here.locator("[data-draft-state]")).to_have_text("Brouillon enregistré")
    there.goto(f"/p/new?draft={Draft.objects.get().client_key}")
    there.locator("#id_body").fill("Un, et là-bas.")
    expect(there.locator("[data-draft-state]")).to_have_text("Brouillon enregistré")
    here.locator("#id_body").fill("Un, et ici.")
    expect(here.locator("[data-stale]")).to_be_visible()
    expect(here.locator("#id_stale")).to_have_value("Un, et là-bas.")
    expect(here.locator("#id_body")).to_have_value("Un, et ici.")
    assert Draft.objects.get().body == "Un, et là-bas."
    here.locator("[data-stale-mine]").click()
    expect(here.locator("[data-stale]")).to_be_hidden()
    expect(here.locator("[data-draft-state]")).to_have_text("Brouillon enregistré")
    assert Draft.objects.get().body == "Un, et ici."
    there.locator("#id_body").fill("Un, et encore là-bas.")
    there.locator("[data-stale-take]").click()
    expect(there.locator("#id_body")).to_have_value("Un, et ici.")


def test_cut_off_the_words_stay_and_are_kept_once_back(cast: Cast, enter: Enter) -> None:
    context = enter(cast.bob)
    page = context.new_page()
    page.goto("/p/new")
    context.set_offline(True)
    page.locator("#id_body").fill("Dans le tunnel.")
    expect(page.locator("[data-draft-state]")).to_contain_text("Pas de connexion")
    assert not Draft.objects.exists()
    context.set_offline(False)
    expect(page.locator("[data-draft-state]")).to_have_text("Brouillon enregistré")
    assert Draft.objects.get().body == "Dans le tunnel."


def test_another_reaction_comes_to_the_front_and_the_focus_stays_with_it(cast: Cast, enter: Enter) -> None:
    page = enter(cast.bob).new_page()
    page.goto("/")
    foot = page.locator(f"#foot-{cast.open_post.pk}")
    front, thanks = foot.locator(".btn[name='kind']"), foot.get_by_role("button", name="Merci")
    foot.locator(".react-more summary").press("Enter")
    thanks.press("Enter")
    expect(front).to_have_text("Merci")
    expect(front).to_have_attribute("aria-pressed", "true")
    expect(front).to_be_focused()
    front.press("Enter")
    expect(front).to_have_text("Utile")
    expect(front).to_have_attribute("aria-pressed", "false")
    expect(front).to_be_focused()


def test_a_message_of_the_page_is_closed_by_its_cross(cast: Cast, enter: Enter) -> None:
    page = enter(cast.bob).new_page()
    page.goto("/")
    page.evaluate("maillage.toast('Un mot.')")
    cross = page.locator(".toast").get_by_role("button", name="Fermer")
    expect(cross.locator("svg")).to_be_visible()
    cross.press("Enter")
    expect(page.locator(".toast")).to_have_count(0)
