"""Writing with help: the toolbar, the preview, the suggestions, and a connection that goes in the middle."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from communities.models import Comment, Post
from tests.browser.conftest import PATIENCE
from tests.conftest import Cast
from tests.factories import PASSWORD, make_comment, make_person

pytestmark = pytest.mark.browser
expect.set_options(timeout=PATIENCE)
Enter = Callable[..., BrowserContext]


def _compose(page: Page, cast: Cast) -> None:
    page.goto("/")
    page.locator(".composer-input").click()
    page.get_by_label("Publier dans").select_option(cast.closed.slug)


def test_the_toolbar_marks_the_text_and_ctrl_z_takes_it_back(cast: Cast, enter: Enter) -> None:
    page = enter(cast.bob).new_page()
    _compose(page, cast)
    field = page.locator("#id_body")
    field.fill("Le joint fuit")
    field.select_text()
    page.get_by_role("button", name="Gras").click()
    expect(field).to_have_value("**Le joint fuit**")
    page.keyboard.press("Control+z")
    expect(field).to_have_value("Le joint fuit")
    field.select_text()
    page.keyboard.press("Control+i")
    expect(field).to_have_value("*Le joint fuit*")
    field.fill("un\ndeux")
    field.select_text()
    page.get_by_role("button", name="Gras").focus()
    for _ in range(4):
        page.keyboard.press("ArrowRight")
    expect(page.get_by_role("button", name="Liste numérotée")).to_be_focused()
    page.keyboard.press("Enter")
    expect(field).to_have_value("1. un\n2. deux")
    expect(page.locator("[data-publish]")).to_have_text(f"Publier dans {cast.closed.name}")


def test_the_preview_is_a_tab_and_ctrl_enter_sends(cast: Cast, enter: Enter) -> None:
    page = enter(cast.bob).new_page()
    _compose(page, cast)
    page.locator("#id_body").fill(f"Demandez à @{cast.erin.name}, **vite**")
    page.get_by_role("tab", name="Aperçu").click()
    panel = page.get_by_role("tabpanel", name="Aperçu")
    expect(panel.locator("strong")).to_have_text("vite")
    expect(panel.locator(".mention")).to_have_text(f"@{cast.erin.name}")
    expect(page.locator("#id_body")).to_be_hidden()
    page.keyboard.press("ArrowLeft")
    expect(page.get_by_role("tab", name="Écrire")).to_be_focused()
    page.locator("#id_body").focus()
    page.keyboard.press("Control+Enter")
    expect(page.locator("#feed > article").first).to_contain_text("Demandez à")
    expect(page.locator(f"#feed > article a.mention[href='/people/{cast.erin.pk}/']")).to_have_count(1)
    assert Post.objects.filter(body__startswith="Demandez").count() == 1


def test_escape_closes_the_composer_and_keeps_the_words(cast: Cast, enter: Enter) -> None:
    page = enter(cast.bob).new_page()
    _compose(page, cast)
    page.locator("#id_body").fill("Plus tard.")
    page.keyboard.press("Escape")
    expect(page.locator(".composer-input")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#id_body")).to_have_value("Plus tard.")


def test_a_colleague_is_named_by_the_keyboard_and_nobody_by_accident(cast: Cast, enter: Enter) -> None:
    outside = make_person("Ernestine")
    page = enter(cast.bob).new_page()
    _compose(page, cast)
    field = page.locator("#id_body")
    field.focus()
    page.keyboard.type("Merci @er")
    expect(page.locator(".suggestions > li")).to_have_count(2)
    expect(field).to_have_attribute("aria-activedescendant", f"sg-p{cast.erin.pk}")
    expect(page.locator("#announcements")).to_contain_text("2 suggestions")
    page.keyboard.press("ArrowDown")
    expect(field).to_have_attribute("aria-activedescendant", f"sg-p{outside.pk}")
    expect(page.locator(f"#sg-p{outside.pk}")).to_contain_text("n’est pas membre de cette communauté fermée")
    page.keyboard.press("Enter")
    expect(field).to_have_value("Merci @er")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Tab")
    expect(field).to_have_value(f"Merci @{cast.erin.name} ")
    expect(field).to_be_focused()
    expect(page.get_by_role("listbox")).to_have_count(0)
    page.keyboard.type("et @al")
    expect(page.locator(".suggestions > li")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(page.get_by_role("listbox")).to_have_count(0)
    expect(field).to_be_focused()


def test_whom_one_praises_is_found_by_the_same_list(cast: Cast, enter: Enter) -> None:
    page = enter(cast.bob, viewport={"width": 390, "height": 800}).new_page()
    page.goto("/")
    page.locator("#composer").get_by_role("link", name="Merci").click()
    page.get_by_label("Publier dans").select_option(cast.open.slug)
    field = page.get_by_label("Qui vous remerciez")
    field.press_sequentially("er")
    page.get_by_role("option", name=cast.erin.name).click()
    field.press_sequentially("al")
    page.get_by_role("option", name=cast.alice.name).click()
    expect(field).to_have_value(f"{cast.erin.name}, {cast.alice.name}, ")


def test_a_post_sent_in_a_tunnel_shows_at_once_and_arrives_once(cast: Cast, enter: Enter) -> None:
    context = enter(cast.bob)
    page = context.new_page()
    _compose(page, cast)
    page.locator("#id_body").fill("Dans le tunnel.")
    context.set_offline(True)
    page.locator("[data-publish]").click()
    item = page.locator("[data-pending]")
    expect(item).to_contain_text("Dans le tunnel.")
    expect(item).to_contain_text("la connexion manque")
    expect(item.get_by_role("button", name="Copier le texte")).to_be_visible()
    assert not Post.objects.filter(body="Dans le tunnel.").exists()
    context.set_offline(False)
    expect(page.locator("[data-pending]")).to_have_count(0)
    post = Post.objects.get(body="Dans le tunnel.")
    expect(page.locator(f"#feed > article[data-id='{post.pk}']")).to_have_count(1)
    expect(page.locator("[data-live-show]")).to_be_hidden()
    page.reload()
    expect(page.locator("#feed > article", has_text="Dans le tunnel.")).to_have_count(1)
    assert Post.objects.filter(body="Dans le tunnel.").count() == 1


def test_an_answer_lost_on_its_way_back_makes_no_second_post(cast: Cast, enter: Enter) -> None:
    page = enter(cast.bob).new_page()
    lost: list[str] = []

    def lose_the_first(route: Route) -> None:
        if lost:
            route.continue_()
            return
        lost.append(route.request.url)
        route.fetch()
        route.abort()

    page.route("**/p/new?item=1", lose_the_first)
    _compose(page, cast)
    page.locator("#id_body").fill("Une seule fois.")
    page.locator("[data-publish]").dblclick()
    expect(page.locator("#feed > article[data-id]", has_text="Une seule fois.")).to_have_count(1)
    expect(page.locator("[data-pending]")).to_have_count(0)
    assert Post.objects.filter(body="Une seule fois.").count() == 1


def test_leaving_while_it_is_sent_loses_nothing(cast: Cast, enter: Enter) -> None:
    page = enter(cast.bob).new_page()
    page.route("**/p/new?item=1", lambda route: route.abort())
    _compose(page, cast)
    page.locator("#id_body").fill("En partant.")
    page.locator("[data-publish]").click()
    expect(page.locator("[data-pending]")).to_contain_text("En partant.")
    page.unroute("**/p/new?item=1")
    page.goto(f"/c/{cast.closed.slug}/")
    expect(page.locator("#feed > article[data-id]", has_text="En partant.")).to_have_count(1)
    assert Post.objects.filter(body="En partant.").count() == 1


def test_a_reply_shows_at_once_and_a_double_click_sends_it_once(cast: Cast, enter: Enter) -> None:
    first = make_comment(cast.erin, cast.open_post, "Premier.")
    page = enter(cast.bob).new_page()
    page.goto(f"/p/{cast.open_post.pk}/")
    page.locator(f"#c{first.pk} [data-reply]").click()
    page.locator("#reply textarea").fill("Au premier.")
    page.locator("#reply button.btn-primary").dblclick()
    expect(page.locator(f"#c{first.pk} .cm-kids > li[data-id]")).to_have_count(1)
    expect(page.locator("#reply textarea")).to_have_value("")
    page.locator("#reply textarea").fill("Au sujet.")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#thread > li[data-id]")).to_have_count(2)
    expect(page.locator("[data-pending]")).to_have_count(0)
    assert list(Comment.objects.filter(author=cast.bob, post=cast.open_post).order_by("id").values_list("body", "parent_id")) == [
        ("Au premier.", first.pk),
        ("Au sujet.", None),
    ]


def test_refused_words_come_back_in_their_form_with_why(cast: Cast, enter: Enter) -> None:
    page = enter(cast.bob).new_page()
    _compose(page, cast)
    page.get_by_role("radio", name="Merci").check()
    page.get_by_label("Qui vous remerciez").fill("Personne Inconnue")
    page.get_by_label("Pourquoi").fill("Le dépannage")
    page.locator("#id_body").fill("Bravo.")
    page.locator("[data-publish]").click()
    expect(page.locator("#id_people_error")).to_contain_text("Personne Inconnue")
    expect(page.locator("#id_body")).to_have_value("Bravo.")
    expect(page.locator("[data-pending]")).to_have_count(0)


def test_a_session_that_ended_is_said_and_the_words_leave_after_signing_in(cast: Cast, enter: Enter) -> None:
    context = enter(cast.bob)
    page = context.new_page()
    _compose(page, cast)
    context.clear_cookies()
    page.locator("#id_body").fill("Encore là.")
    expect(page.locator("[data-draft-state]")).to_contain_text("Votre session est terminée")
    page.locator("[data-publish]").click()
    expect(page.locator("[data-pending]")).to_contain_text("votre session est terminée")
    page.locator("[data-outbox-sign-in]").click()
    page.get_by_label("Adresse").fill(cast.bob.email)
    page.locator("input[type=password]").fill(PASSWORD)
    page.locator("main button.btn-primary").click()
    expect(page.locator("#feed > article[data-id]", has_text="Encore là.")).to_have_count(1)
    assert Post.objects.filter(body="Encore là.").count() == 1


def test_a_reaction_that_did_not_arrive_is_taken_back(cast: Cast, enter: Enter) -> None:
    page = enter(cast.bob).new_page()
    page.route("**/reactions", lambda route: route.abort())
    page.goto("/")
    button = page.locator(f"#r-{cast.open_post.pk}-utile")
    button.click()
    expect(page.locator(".toast")).to_have_count(1)
    expect(button).to_have_attribute("aria-pressed", "false")
