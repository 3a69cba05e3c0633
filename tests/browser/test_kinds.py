"""Posts of each kind through two real browsers: asked in one, seen and answered in the other."""

from collections.abc import Callable

import pytest
from django.urls import reverse
from playwright.sync_api import BrowserContext, Page, expect

from communities.models import Acknowledgement, Comment, PollOption, Post
from tests.browser.conftest import PATIENCE
from tests.browser.test_journey import open_live, wait_until
from tests.conftest import Cast

pytestmark = pytest.mark.browser
expect.set_options(timeout=PATIENCE)
Enter = Callable[..., BrowserContext]


def test_a_poll_is_asked_seen_live_and_voted_in_by_two(cast: Cast, enter: Enter) -> None:
    bob, erin = enter(cast.bob).new_page(), enter(cast.erin).new_page()
    open_live(erin, "/")
    bob.goto("/")
    bob.locator("#composer").get_by_role("link", name="Sondage").click()
    bob.get_by_label("Publier dans").select_option(label=cast.open.name)
    bob.get_by_label("En une phrase").fill("Quel jour ?")
    bob.get_by_label("Choix", exact=True).fill("Mardi\nJeudi")
    bob.get_by_role("button", name="Publier").click()
    erin.locator("[data-live-show]").click()
    post = Post.objects.get(title="Quel jour ?")

    erin.goto(reverse("post-show", args=[post.pk]))
    open_live(bob, reverse("post-show", args=[post.pk]))
    erin.get_by_label("Jeudi").check()
    erin.get_by_role("button", name="Voter").click()
    expect(erin.get_by_role("button", name="Changer mon vote")).to_be_focused()
    expect(bob.locator(".poll-foot")).to_contain_text("1 vote")
    expect(bob.get_by_label("Jeudi")).not_to_be_checked()
    bob.get_by_label("Mardi").check()
    bob.get_by_role("button", name="Voter").click()
    expect(bob.locator(".poll-foot")).to_contain_text("2 votes")
    assert list(PollOption.objects.filter(poll=post.pk).order_by("position").values_list("votes", flat=True)) == [1, 1]


def test_a_praise_is_written_and_read_by_those_it_names(cast: Cast, enter: Enter) -> None:
    bob, erin = enter(cast.bob).new_page(), enter(cast.erin).new_page()
    open_live(erin, "/")
    bob.goto("/")
    bob.locator("#composer").get_by_role("link", name="Merci").click()
    bob.get_by_label("Publier dans").select_option(label=cast.open.name)
    bob.get_by_label("Qui vous remerciez").fill(cast.erin.name)
    bob.get_by_label("Pourquoi").fill("Le dépannage de nuit")
    bob.get_by_label("Votre texte").fill("Bravo.")
    bob.get_by_role("button", name="Publier").click()
    erin.locator("[data-live-show]").click()
    expect(erin.locator("#feed .praise").first).to_contain_text("Le dépannage de nuit")
    erin.locator("#feed .praise").first.get_by_role("link", name=cast.erin.name).click()
    expect(erin.get_by_role("link", name="Le dépannage de nuit")).to_be_visible()


def _write(page: Page, cast: Cast, kind: str, words: dict[str, str]) -> None:
    page.goto("/")
    page.locator(".composer-input").click()
    page.locator("#composer").get_by_role("radio", name=kind).check()
    page.get_by_label("Publier dans").select_option(cast.open.slug)
    for selector, text in words.items():
        page.locator(selector).fill(text)


def _answer_live(reader: Page, writer: Page, post: Post) -> None:
    """One answers and reacts, the other sees both without doing anything."""
    open_live(writer, f"/p/{post.pk}/")
    reader.goto(f"/p/{post.pk}/")
    reader.locator("#reply textarea").fill("Bien vu, merci.")
    reader.locator("#reply button.btn-primary").click()
    expect(reader.locator("#thread > li[data-id]")).to_contain_text(["Bien vu, merci."])
    reader.locator(f"#r-{post.pk}-utile").click()
    came, pill = writer.locator("#thread > li[data-id]"), writer.locator("[data-live-show]:visible")
    wait_until(writer, lambda: bool(came.count() or pill.count()))
    if not came.count():
        pill.dispatch_event("click")
    expect(writer.locator("#thread > li[data-id]")).to_contain_text(["Bien vu, merci."])
    expect(writer.locator(f"#foot-{post.pk}")).to_contain_text("Utile")


def test_a_question_is_asked_answered_live_and_its_answer_retained(cast: Cast, enter: Enter) -> None:
    bob, erin = enter(cast.bob).new_page(), enter(cast.erin).new_page()
    open_live(erin, "/")
    _write(bob, cast, "Question", {"#id_title": "Quelle graisse ?", "#id_body": "Pour les paliers."})
    bob.locator("[data-publish]").click()
    expect(bob.locator("#feed > article", has_text="Quelle graisse")).to_have_count(1)
    erin.locator("[data-live-show]").click()
    expect(erin.locator("#feed > article").first).to_contain_text("Attend une réponse")
    post = Post.objects.get(title__startswith="Quelle graisse")
    _answer_live(erin, bob, post)
    answer = Comment.objects.get(post=post)
    bob.goto(f"/p/{post.pk}/")
    bob.locator(f"#c{answer.pk}").get_by_role("button", name="Retenir").click()
    expect(bob.locator(f"#c{answer.pk}")).to_contain_text("Réponse retenue")
    assert Post.objects.get(pk=post.pk).accepted_comment == answer


def test_an_announcement_is_made_seen_live_and_acknowledged(cast: Cast, enter: Enter) -> None:
    erin, bob = enter(cast.erin).new_page(), enter(cast.bob).new_page()
    open_live(bob, "/")
    _write(erin, cast, "Annonce", {"#id_title": "Coupure d’air samedi", "#id_body": "De 6 h à 14 h."})
    erin.get_by_label("À lire par tous les membres").check()
    erin.locator("[data-publish]").click()
    expect(erin.locator("#feed > article", has_text="Coupure d’air samedi")).to_have_count(1)
    bob.locator("[data-live-show]").click()
    item = bob.locator("#feed > article", has_text="Coupure d’air samedi")
    item.get_by_role("button", name="J’ai lu").click()
    expect(item.get_by_role("button", name="J’ai lu")).to_have_count(0)
    post = Post.objects.get(title="Coupure d’air samedi")
    assert Acknowledgement.objects.filter(announcement=post.pk, person=cast.bob).count() == 1
    _answer_live(bob, erin, post)


def test_a_story_is_told_seen_live_and_confirmed_by_another(cast: Cast, enter: Enter) -> None:
    bob, erin = enter(cast.bob).new_page(), enter(cast.erin).new_page()
    open_live(erin, "/")
    _write(bob, cast, "Premier succès", {
        "#id_title": "Moins de pannes", "#id_situation": "Une par semaine.", "#id_change": "Une gamme commune.",
        "#id_happened_on": "2026-01-12", "#id_amount": "30", "#id_unit": "heures", "#id_period": "par an",
    })  # fmt: skip
    bob.locator("#id_basis").select_option("measured")
    bob.locator("[data-publish]").click()
    expect(bob.locator("#feed > article", has_text="Moins de pannes")).to_have_count(1)
    erin.locator("[data-live-show]").click()
    item = erin.locator("#feed > article", has_text="Moins de pannes")
    expect(item).to_contain_text("En attente d’une confirmation")
    item.get_by_role("button", name="Confirmer ce succès").click()
    post = Post.objects.get(title="Moins de pannes")
    expect(erin.locator(".story-ok")).to_contain_text(cast.erin.name)
    _answer_live(erin, bob, post)
    expect(bob.locator(".story-ok")).to_contain_text(cast.erin.name)
