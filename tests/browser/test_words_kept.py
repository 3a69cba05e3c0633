"""No word is lost: a tab closed in mid-edit, a reply finished elsewhere, what is sent from a tunnel, a file that did not go."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Dialog, Page, Route, expect

from communities.actions.posts import create_post
from communities.models import Attachment, Comment, Draft, Post
from tests.browser.conftest import PATIENCE
from tests.browser.test_journey import wait_until
from tests.communities.paper import pdf
from tests.conftest import Cast
from tests.factories import NOW, make_comment, make_person

pytestmark = pytest.mark.browser
expect.set_options(timeout=PATIENCE)
Enter = Callable[..., BrowserContext]
KEPT = "Brouillon enregistré"
ABOVE_THE_BAR = """() => document.querySelector('.suggestions').getBoundingClientRect().bottom
  <= document.querySelector('.tabbar').getBoundingClientRect().top"""


def test_a_tab_closed_in_mid_edit_is_found_again_and_discarded(cast: Cast, enter: Enter) -> None:
    post = create_post(by=cast.bob, community=cast.open, title="Le joint", body="Il fuit.", at=NOW)
    context = enter(cast.bob)
    page = context.new_page()
    page.goto(f"/p/{post.pk}/edit")
    page.locator("#id_body").fill("Il fuit depuis lundi.")
    page.get_by_role("link", name="Annuler").click()
    page.wait_for_url(f"**/p/{post.pk}/")
    expect(page.locator(".post-body")).to_contain_text("Il fuit.")
    page.goto(f"/p/{post.pk}/edit")
    expect(page.locator("#id_body")).to_have_value("Il fuit depuis lundi.")
    page.locator("#id_body").fill("Il fuit depuis mardi.")
    expect(page.locator("[data-draft-state]")).to_have_text(KEPT)
    page.close()
    page = enter(cast.bob).new_page()
    page.goto("/drafts/")
    page.get_by_role("link", name="Le joint").first.click()
    expect(page.locator("#id_body")).to_have_value("Il fuit depuis mardi.")
    page.locator("[data-edit-begun] summary").click()
    page.get_by_role("button", name="Abandonner mes modifications").click()
    expect(page.locator("#id_body")).to_have_value("Il fuit.")
    page.locator("#id_body").fill("Il ne fuit plus.")
    page.locator("main button.btn-primary").click()
    expect(page.locator(".post-body")).to_contain_text("Il ne fuit plus.")
    assert not Draft.objects.exists()


def test_a_reply_begun_in_one_browser_is_finished_in_another(cast: Cast, enter: Enter) -> None:
    first = make_comment(cast.erin, cast.open_post, "Premier.")
    here, there = enter(cast.bob).new_page(), enter(cast.bob).new_page()
    here.goto(f"/p/{cast.open_post.pk}/")
    here.locator(f"#c{first.pk} [data-reply]").click()
    here.locator("#reply textarea[name=body]").fill("Au premier, je dirais")
    expect(here.locator("#reply [data-draft-state]")).to_have_text(KEPT)
    there.goto("/drafts/")
    there.get_by_role("link", name="Au premier, je dirais").click()
    field = there.locator("#reply textarea[name=body]")
    expect(field).to_have_value("Au premier, je dirais")
    field.fill("Au premier, je dirais oui.")
    there.locator("#reply button.btn-primary").click()
    expect(there.locator(f"#c{first.pk} .cm-kids > li[data-id]")).to_have_count(1)
    assert Comment.objects.get(body="Au premier, je dirais oui.").parent_id == first.pk
    assert not Draft.objects.exists()


def test_each_comment_one_answers_keeps_its_own_words(cast: Cast, enter: Enter) -> None:
    first, last = make_comment(cast.erin, cast.open_post, "Premier."), make_comment(cast.erin, cast.open_post, "Dernier.")
    page = enter(cast.bob).new_page()
    page.goto(f"/p/{cast.open_post.pk}/")
    field = page.locator("#reply textarea[name=body]")
    field.fill("Au sujet")
    page.locator(f"#c{first.pk} [data-reply]").click()
    expect(page.locator(f"#c{first.pk} #reply")).to_be_visible()
    expect(field).to_have_value("Au sujet")
    field.fill("Au premier")
    page.locator(f"#c{last.pk} [data-reply]").click()
    expect(page.locator(f"#c{last.pk} #reply")).to_be_visible()
    expect(field).to_have_value("")
    field.fill("Au dernier")
    page.locator(f"#c{first.pk} [data-reply]").click()
    expect(field).to_have_value("Au premier")
    expect(page.locator("[data-replies-begun]")).to_contain_text("Au dernier")
    assert {(draft.body, draft.comment_id) for draft in Draft.objects.all()} == {("Au premier", first.pk), ("Au dernier", last.pk)}


def test_a_post_sent_offline_survives_its_tab_and_arrives_once(cast: Cast, enter: Enter) -> None:
    context = enter(cast.bob)
    page = context.new_page()
    page.goto("/")
    page.locator(".composer-input").click()
    page.get_by_label("Publier dans").select_option(cast.closed.slug)
    page.locator("#id_body").fill("Du fond du tunnel.")
    context.set_offline(True)
    page.locator("[data-publish]").click()
    expect(page.locator("[data-pending]")).to_contain_text("la connexion manque")
    page.close()
    context.set_offline(False)
    elsewhere = context.new_page()
    elsewhere.goto("/account/settings/")
    expect(elsewhere.locator(".toast")).to_contain_text("Publié")
    elsewhere.goto("/")
    expect(elsewhere.locator("#feed > article[data-id]", has_text="Du fond du tunnel.")).to_have_count(1)
    assert Post.objects.filter(body="Du fond du tunnel.").count() == 1


def test_closing_the_tab_is_asked_about_while_something_waits(cast: Cast, enter: Enter) -> None:
    context = enter(cast.bob)
    page = context.new_page()
    page.goto(f"/p/{cast.open_post.pk}/")
    context.set_offline(True)
    page.locator("#reply textarea[name=body]").fill("En attente.")
    page.locator("#reply button.btn-primary").click()
    expect(page.locator("[data-pending]")).to_be_visible()
    page.wait_for_timeout(1_200)
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    page.close(run_before_unload=True)
    page.wait_for_timeout(500)
    assert asked == ["beforeunload"]


def _become(context: BrowserContext, other: BrowserContext) -> None:
    """Somebody else, or the same person anew, signs in at this browser."""
    cookies = other.cookies()
    context.clear_cookies()
    for cookie in cookies:
        context.add_cookies([{"name": cookie["name"], "value": cookie["value"], "domain": cookie["domain"], "path": cookie["path"]}])


def test_what_waits_is_shown_to_nobody_else_and_goes_at_sign_out(cast: Cast, enter: Enter) -> None:
    context = enter(cast.bob)
    page = context.new_page()
    page.goto(f"/p/{cast.open_post.pk}/")
    page.route("**/comments?item=1", lambda route: route.abort())
    page.locator("#reply textarea[name=body]").fill("À moi seul.")
    page.locator("#reply button.btn-primary").click()
    expect(page.locator("[data-pending]")).to_contain_text("À moi seul.")
    _become(context, enter(cast.erin))
    page.goto(f"/p/{cast.open_post.pk}/")
    expect(page.locator("#reply textarea[name=body]")).to_have_value("")
    page.wait_for_timeout(500)
    expect(page.locator("[data-pending]")).to_have_count(0)
    _become(context, enter(cast.bob))
    page.goto(f"/p/{cast.open_post.pk}/")
    expect(page.locator("[data-pending]")).to_contain_text("À moi seul.")
    for _ in range(2):
        page.locator("header form[data-sign-out]").evaluate("form => form.requestSubmit()")
        page.wait_for_timeout(300)
    page.wait_for_url("**/login/**")
    assert page.evaluate("Object.keys(localStorage).filter((key) => /^(outbox|draft):/.test(key))") == []
    assert not Comment.objects.filter(body="À moi seul.").exists()


def test_a_refusal_that_the_page_cannot_show_is_said_with_the_way_to_the_words(cast: Cast, enter: Enter) -> None:
    context = enter(cast.bob)
    page = context.new_page()
    page.goto(f"/p/{cast.closed_post.pk}/")
    page.route("**/comments?item=1", lambda route: route.abort())
    page.locator("#reply textarea[name=body]").fill("Sans réponse.")
    page.locator("#reply button.btn-primary").click()
    expect(page.locator("[data-pending]")).to_contain_text("Sans réponse.")
    Post.objects.filter(pk=cast.closed_post.pk).update(deleted_at=NOW)
    page.unroute("**/comments?item=1")
    page.goto("/account/settings/")
    expect(page.locator(".toast")).to_contain_text("Sans réponse.")
    page.locator(".toast a").click()
    page.wait_for_url("**/drafts/")
    item = page.locator("[data-pending]")
    expect(item).to_contain_text("Sans réponse.")
    item.locator("[data-outbox-drop]").click()
    expect(item).to_have_count(0)


def _choose(page: Page, name: str = "plan.pdf") -> None:
    page.locator("#id_files").set_input_files({"name": name, "mimeType": "application/pdf", "buffer": pdf()})


def _compose(page: Page, cast: Cast, body: str) -> None:
    page.goto("/p/new")
    page.locator("#id_community").select_option(cast.closed.slug)
    page.locator("#id_body").fill(body)


def test_a_file_that_failed_says_why_holds_the_post_and_is_tried_again(cast: Cast, enter: Enter) -> None:
    page = enter(cast.bob).new_page()
    _compose(page, cast, "Avec le plan.")
    answers = [413, 429, 503, 403]

    def fail(route: Route) -> None:
        if route.request.method != "POST":
            route.continue_()
        elif answers:
            route.fulfill(status=answers.pop(0), body="", headers={"X-Request-Id": "abc123"})
        else:
            route.continue_()

    page.route("**/files/", fail)
    _choose(page)
    line = page.locator(".file-line.is-refused")
    expect(line).to_contain_text("trop lourd")
    expect(line.get_by_role("button", name="Réessayer")).to_have_count(0)
    line.get_by_role("button", name="Fermer").click()
    _choose(page)
    for words in ("Patientez", "abc123", "session"):
        expect(line).to_contain_text(words)
        page.locator("#composer button.btn-primary").click()
        expect(page.locator("[data-files-held]")).to_contain_text("plan.pdf")
        assert not Post.objects.filter(body="Avec le plan.").exists()
        line.get_by_role("button", name="Réessayer").click()
    expect(page.locator("#composer [data-file]")).to_have_count(1)
    expect(page.locator("[data-files-held]")).to_have_count(0)
    page.locator("#composer button.btn-primary").click()
    page.wait_for_url("**/")
    assert Attachment.objects.get().post == Post.objects.get(body="Avec le plan.")


def test_a_post_goes_without_its_file_once_its_writer_says_so(cast: Cast, enter: Enter) -> None:
    page = enter(cast.bob).new_page()
    _compose(page, cast, "Tant pis.")
    page.route("**/files/", lambda route: route.abort())
    _choose(page)
    expect(page.locator(".file-line.is-refused")).to_contain_text("connexion")
    page.locator("#composer button.btn-primary").click()
    page.get_by_role("button", name="Continuer sans lui").click()
    page.wait_for_url("**/")
    assert Post.objects.filter(body="Tant pis.").count() == 1


def test_a_reaction_that_failed_is_tried_again_from_its_message(cast: Cast, enter: Enter) -> None:
    page = enter(cast.bob).new_page()
    page.route("**/reactions", lambda route: route.abort())
    page.goto("/")
    button = page.locator(f"#r-{cast.open_post.pk}-utile")
    button.click()
    expect(page.locator(".toast")).to_have_count(1)
    expect(button).to_have_attribute("aria-pressed", "false")
    page.unroute("**/reactions")
    page.locator(".toast").get_by_role("button", name="Réessayer").click()
    expect(button).to_have_attribute("aria-pressed", "true")
    expect(page.locator(f"#sum-{cast.open_post.pk}")).to_contain_text("1")


def test_enter_sends_a_reply_for_whoever_chose_so(cast: Cast, enter: Enter) -> None:
    page = enter(cast.bob).new_page()
    page.goto("/account/settings/")
    page.get_by_label("Entrée envoie un commentaire").check()
    page.locator("main form button.btn-primary").first.click()
    page.goto(f"/p/{cast.open_post.pk}/")
    field = page.locator("#reply textarea[name=body]")
    field.press_sequentially("Une ligne")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("et deux")
    expect(field).to_have_value("Une ligne\net deux")
    page.keyboard.press("Enter")
    expect(page.locator("#thread li[data-id]", has_text="et deux")).to_have_count(1)
    assert Comment.objects.filter(body="Une ligne\net deux").count() == 1
    page.goto("/p/new")
    page.locator("#id_body").press_sequentially("Une")
    page.keyboard.press("Enter")
    expect(page.locator("#id_body")).to_have_value("Une\n")


def test_enter_begins_a_line_for_everybody_else(cast: Cast, enter: Enter) -> None:
    page = enter(cast.erin).new_page()
    page.goto(f"/p/{cast.open_post.pk}/")
    page.locator("#reply textarea[name=body]").press_sequentially("Une")
    page.keyboard.press("Enter")
    expect(page.locator("#reply textarea[name=body]")).to_have_value("Une\n")


def test_on_a_small_screen_the_suggestions_end_above_the_bar(cast: Cast, enter: Enter) -> None:
    for number in range(12):
        make_person(f"Erwan{number}")
    page = enter(cast.bob, viewport={"width": 390, "height": 700}).new_page()
    page.goto("/p/new")
    field = page.locator("#id_body")
    field.focus()
    page.keyboard.type("Merci @er")
    listed = page.get_by_role("listbox")
    for height in (700, 560, 480):
        page.set_viewport_size({"width": 390, "height": height})
        field.evaluate("field => field.scrollIntoView({ block: 'center' })")
        page.keyboard.press("Backspace")
        page.keyboard.type("r")
        expect(listed).to_be_visible()
        wait_until(page, lambda: page.evaluate(ABOVE_THE_BAR))
