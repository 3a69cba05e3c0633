"""The charter through a real browser: accepted in the form one writes in, without losing a word; and the answers there are already."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, expect

from communities.actions.charters import put_charter
from communities.actions.posts import accept_answer
from communities.models import Post
from tests.browser.conftest import PATIENCE
from tests.conftest import Cast
from tests.factories import NOW, make_comment, make_post

pytestmark = pytest.mark.browser
expect.set_options(timeout=PATIENCE)
Enter = Callable[..., BrowserContext]


def test_the_charter_is_accepted_before_the_first_post_without_losing_words(cast: Cast, enter: Enter) -> None:
    put_charter(cast.open, "On répond sans détour.", by=cast.erin, at=NOW)
    bob = enter(cast.bob).new_page()
    bob.goto("/")
    bob.locator("#composer .composer-input").click()
    bob.get_by_label("En une phrase").fill("Ma première phrase")
    bob.get_by_label("Votre texte").fill("Des mots que je tiens à garder.")
    bob.get_by_label("Publier dans").select_option(label=cast.open.name)
    expect(bob.locator("#charter-ask")).to_contain_text("On répond sans détour.")
    bob.locator("#composer .dialog-f .btn-primary").click()
    expect(bob.get_by_role("alert")).to_contain_text("votre texte est gardé")
    expect(bob.get_by_label("Votre texte")).to_have_value("Des mots que je tiens à garder.")
    bob.get_by_label("J’accepte la charte de cette communauté").check()
    bob.locator("#composer .dialog-f .btn-primary").click()
    expect(bob.locator("#feed, .post").first).to_contain_text("Des mots que je tiens à garder.")
    sent = Post.objects.filter(author=cast.bob, body="Des mots que je tiens à garder.")
    for _attempt in range(50):  # it shows before it has arrived
        if sent.exists():
            break
        bob.wait_for_timeout(200)
    assert sent.count() == 1


def test_a_question_asked_already_is_offered_while_one_types(cast: Cast, enter: Enter) -> None:
    post = make_post(cast.erin, cast.open, "Elle se vide la nuit.", title="Pompe P-104 désamorcée, que faire ?", kind="question")
    accept_answer(by=cast.erin, post=post, comment=make_comment(cast.bob, post, "Changer le clapet."), at=NOW)
    bob = enter(cast.bob).new_page()
    bob.goto("/")
    bob.locator("#composer").get_by_role("link", name="Question", exact=True).click()
    bob.get_by_label("Votre texte").fill("Des mots que je tiens à garder.")
    bob.get_by_label("En une phrase").press_sequentially("La pompe P-104 est désamorcée")
    offered = bob.locator("#similar").get_by_role("link")
    expect(offered).to_contain_text("Pompe P-104 désamorcée, que faire")
    with bob.context.expect_page() as opened:
        offered.click()
    expect(opened.value.locator("#thread")).to_contain_text("Changer le clapet.")
    expect(bob.get_by_label("Votre texte")).to_have_value("Des mots que je tiens à garder.")
