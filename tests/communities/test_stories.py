"""Stories: told with or without a figure, confirmed by a second person, renewed, retired."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from communities import feeds, tasks
from communities.actions.notifications import notify, waiting
from communities.actions.posts import create_post, delete_post, edit_post, purge_deleted
from communities.actions.stories import countersign, remind_due, renew, retire
from communities.models import Community, Event, Notification, Post, Story, StoryPerson, StoryRenewal
from rse.lib.refusal import Refused
from rse.people.models import Person
from tests.communities.api.program import Program
from tests.communities.pages import counted, ids, publish, text
from tests.conftest import Cast
from tests.factories import NOW, make_person

SignIn = Callable[[Person], Client]
pytestmark = pytest.mark.django_db
TODAY = timezone.localdate(NOW)
FIGURE: dict[str, Any] = {"amount": Decimal("1204.5"), "unit": "heures", "period": "par an", "basis": "measured"}
WORDS: dict[str, Any] = {
    "situation": "Les pannes se répétaient.",
    "change": "Une gamme commune.",
    "happened_on": TODAY - timedelta(days=20),
}
FORM = {
    "kind": "story", "title": "Moins de pannes", "body": "",
    "situation": "Les pannes se répétaient.", "change": "Une gamme commune.",
    "happened_on": "2026-01-12", "months": "6",
}  # fmt: skip


def tell(by: Person, community: Community, *, title: str = "Moins de pannes", **details: object) -> Post:
    return create_post(by=by, community=community, kind="story", title=title, body="", details=WORDS | details, at=NOW)


def story(post: Post) -> Story:
    return Story.objects.get(pk=post.pk)


def plain(page: str) -> str:
    return page.replace("\u00a0", " ").replace("\u202f", " ")


def write_notices() -> None:
    while found := waiting(at=timezone.now() + timedelta(days=800), older_than=timedelta(0)):
        for event_id in found:
            notify(event_id=event_id, at=NOW)


# Telling ------------------------------------------------------------------------------------------


def test_a_story_is_told_without_a_script_with_its_figure_and_its_proofs(cast: Cast, sign_in: SignIn) -> None:
    figure = {"amount": "−1 204,5", "unit": "heures", "period": "par an", "basis": "estimated"}
    about = {"proofs": "https://exemple.fr/bilan\n\nhttps://exemple.fr/releve", "story_people": cast.erin.name}
    answer = publish(sign_in(cast.bob), community=cast.closed.slug, **FORM, **figure, **about)
    post = Post.objects.get(kind="story")
    assert answer["Location"] == f"/p/{post.pk}/"
    row = story(post)
    assert (row.amount, row.basis, row.state, row.months) == (Decimal("-1204.50"), "estimated", "submitted", 6)
    assert row.proofs == ["https://exemple.fr/bilan", "https://exemple.fr/releve"]
    page = plain(text(sign_in(cast.alice).get(f"/p/{post.pk}/")))
    for shown in ("−1 204,5 heures", "par an · Estimé", "Les pannes se répétaient.", "Une gamme commune.", "12 janvier 2026",
                  'href="https://exemple.fr/bilan"', cast.erin.name, "En attente d’une confirmation"):  # fmt: skip
        assert shown in page
    write_notices()
    told = Notification.objects.filter(post=post, notice="story")
    assert [row.person_id for row in told] == [cast.erin.pk]


def test_a_story_may_have_no_figure_and_then_says_so(cast: Cast, sign_in: SignIn) -> None:
    assert publish(sign_in(cast.bob), community=cast.open.slug, **FORM).status_code == 302
    post = Post.objects.get(kind="story")
    assert story(post).amount is None
    page = text(sign_in(cast.carol).get(f"/p/{post.pk}/"))
    assert "Sans chiffre" in plain(page)
    assert "outcome-one" not in page
    with pytest.raises(IntegrityError), transaction.atomic():
        Story.objects.filter(pk=post.pk).update(amount=3)


@pytest.mark.parametrize(
    ("field", "asked"),
    [
        ("situation", {"situation": " "}),
        ("change", {"change": ""}),
        ("happened_on", {"happened_on": None}),
        ("happened_on", {"happened_on": TODAY + timedelta(days=1)}),
        ("amount", {"unit": "heures"}),
        ("amount", FIGURE | {"amount": Decimal("1.234")}),
        ("amount", FIGURE | {"amount": Decimal("NaN")}),
        ("amount", FIGURE | {"amount": Decimal(10) ** 13}),
        ("unit", FIGURE | {"unit": " "}),
        ("period", FIGURE | {"period": ""}),
        ("basis", FIGURE | {"basis": "guessed"}),
        ("proofs", {"proofs": ["http://exemple.fr"]}),
        ("proofs", {"proofs": ["javascript:alert(1)"]}),
        ("proofs", {"proofs": ["https://moi:secret@exemple.fr"]}),
        ("proofs", {"proofs": [f"https://exemple.fr/{number}" for number in range(11)]}),
        ("months", {"months": "24"}),
        ("people", {"people": ["Personne Inconnue"]}),
    ],
)
def test_an_unfit_story_is_refused_beside_the_field_at_fault(cast: Cast, field: str, asked: dict[str, Any]) -> None:
    before = Post.objects.count()
    with pytest.raises(Refused) as refusal:
        tell(cast.bob, cast.closed, **asked)
    assert refusal.value.field == field
    assert Post.objects.count() == before


def test_the_composer_keeps_what_was_typed_of_a_refused_story(cast: Cast, sign_in: SignIn) -> None:
    bob = sign_in(cast.bob)
    typed = {"amount": "douze", "unit": "heures", "period": "par an", "basis": "declared", "proofs": "https://exemple.fr/a"}
    refused = publish(bob, community=cast.closed.slug, **FORM, **typed, story_people="Personne Inconnue")
    page = text(refused)
    assert refused.status_code == 422
    for kept in ('value="douze"', 'value="heures"', 'value="declared" selected', "https://exemple.fr/a</textarea>", "Personne Inconnue",
                 'value="6" selected', "id_amount_error"):  # fmt: skip
        assert kept in page
    unknown = text(publish(bob, community=cast.closed.slug, **FORM, story_people="Personne Inconnue"))
    assert "id_story_people_error" in unknown
    assert "id_title_error" in text(publish(bob, community=cast.closed.slug, **FORM | {"title": ""}))


# Confirming ---------------------------------------------------------------------------------------


def test_a_second_person_confirms_once_and_the_card_says_who_and_when(cast: Cast, sign_in: SignIn) -> None:
    post = tell(cast.bob, cast.open, people=[cast.erin.name], **FIGURE)
    carol, erin, bob = sign_in(cast.carol), sign_in(cast.erin), sign_in(cast.bob)
    act = f'action="/p/{post.pk}/countersign"'
    assert act not in text(bob.get(f"/p/{post.pk}/"))
    assert act not in text(carol.get(f"/p/{post.pk}/"))
    assert act in text(erin.get(f"/p/{post.pk}/"))
    for person in (cast.bob, cast.carol, cast.guest, cast.mallory):
        with pytest.raises(PermissionDenied):
            countersign(by=person, post=post, at=NOW)
    assert carol.post(f"/p/{post.pk}/countersign").status_code == 403
    assert sign_in(cast.carol).post(f"/p/{tell(cast.bob, cast.closed).pk}/countersign").status_code == 404
    version = Post.objects.get(pk=post.pk).version
    assert erin.post(f"/p/{post.pk}/countersign", {"note": "Vu au relevé de mars."})["Location"] == f"/p/{post.pk}/"
    row = story(post)
    assert (row.state, row.countersigned_by_id) == ("countersigned", cast.erin.pk)
    assert Post.objects.get(pk=post.pk).version == version + 1
    page = text(carol.get(f"/p/{post.pk}/"))
    assert "Vu au relevé de mars." in page
    assert "Confirmé par" in page
    assert act not in text(erin.get(f"/p/{post.pk}/"))
    with pytest.raises(Refused):
        countersign(by=cast.erin, post=post, at=NOW)
    write_notices()
    assert Notification.objects.get(notice="story_confirmed").person_id == cast.bob.pk
    assert Event.objects.filter(verb="countersign", root_id=post.pk, actor_id=cast.erin.pk).count() == 1


def test_another_figure_asks_for_another_confirmation_and_says_so_before(cast: Cast, sign_in: SignIn) -> None:
    post, bob = tell(cast.bob, cast.open, **FIGURE), sign_in(cast.bob)
    assert "la confirmation tombe" not in text(bob.get(f"/p/{post.pk}/edit"))
    countersign(by=cast.erin, post=post, at=NOW)
    page = text(bob.get(f"/p/{post.pk}/edit"))
    assert "la confirmation tombe" in page
    assert 'value="1204,5"' in page
    same = {**FORM, "happened_on": WORDS["happened_on"].isoformat(), "amount": "1204,5", "unit": "heures", "period": "par an"}
    same["title"] = post.title
    assert bob.post(f"/p/{post.pk}/edit", same | {"basis": "measured", "months": "3"}).status_code == 302
    assert (story(post).state, story(post).months) == ("countersigned", 3), "until when it holds was not signed"
    assert bob.post(f"/p/{post.pk}/edit", same | {"basis": "measured", "change": "Une gamme, et des pièces."}).status_code == 302
    assert (story(post).state, story(post).change) == ("submitted", "Une gamme, et des pièces.")
    countersign(by=cast.erin, post=post, at=NOW)
    assert bob.post(f"/p/{post.pk}/edit", same | {"basis": "estimated"}).status_code == 302
    row = story(post)
    assert (row.state, row.countersigned_by_id, row.countersigned_at) == ("submitted", None, None)
    refused = bob.post(f"/p/{post.pk}/edit", same | {"basis": "", "amount": "1300"})
    assert refused.status_code == 422
    assert 'value="1300"' in text(refused)
    countersign(by=cast.erin, post=post, at=NOW)
    edit_post(by=cast.bob, post=post, title="Encore moins de pannes", body="", at=NOW)
    assert (story(post).amount, story(post).state) == (Decimal("1204.50"), "submitted")


def test_what_a_story_said_before_is_kept_with_all_its_fields(cast: Cast, sign_in: SignIn) -> None:
    post, bob = tell(cast.bob, cast.open, people=[cast.erin.pk], **FIGURE), sign_in(cast.bob)
    same = {**FORM, "title": post.title, "happened_on": WORDS["happened_on"].isoformat(), "unit": "heures", "period": "par an"}
    assert bob.post(f"/p/{post.pk}/edit", same | {"basis": "measured", "amount": "900", "story_people": cast.erin.name}).status_code == 302
    assert Post.objects.get(pk=post.pk).edited_at is not None
    page = text(sign_in(cast.carol).get(f"/p/{post.pk}/history"))
    present, first = page.split("Première version")
    assert "<dt>Chiffre</dt>" in present
    assert "900" in present.split("<dt>Chiffre</dt>")[1].split("<ins>")[1].split("</ins>")[0]
    assert "<dt>Avant</dt>" not in present, "what stayed is not told again"
    assert cast.erin.name in first
    assert "1\u202f204,5" in first
    version = Program(cast.carol)("GET", f"posts/{post.pk}/versions")["results"][1]
    assert (version["details"]["amount"], version["details"]["people"]) == ("1204.5", [cast.erin.pk])


def test_who_confirmed_may_leave_the_company_and_the_confirmation_stays(cast: Cast) -> None:
    post, gone = tell(cast.bob, cast.open, **FIGURE), make_person("Partie")
    Story.objects.filter(pk=post.pk).update(state="countersigned", countersigned_by=gone, countersigned_at=NOW)
    gone.delete()
    post.refresh_from_db()
    assert story(post).state == "countersigned"
    assert "Confirmé le" in plain(feeds.cards(cast.carol, [feeds.PostRow(post.pk, post.version)])[0].html)


# Renewing -----------------------------------------------------------------------------------------


def test_a_story_is_to_be_confirmed_again_and_its_author_and_the_animation_are_told(cast: Cast, sign_in: SignIn) -> None:
    post = tell(cast.bob, cast.closed, months="3")
    due_on = story(post).renew_on
    assert due_on.day <= TODAY.day and 88 <= (due_on - TODAY).days <= 93
    at = NOW + timedelta(days=100)
    assert (remind_due(NOW), remind_due(at), remind_due(at)) == (0, 1, 0)
    assert remind_due in tasks.DUE
    write_notices()
    told = Notification.objects.filter(notice="story_due", post=post)
    assert {row.person_id for row in told} == {cast.bob.pk, cast.alice.pk, cast.erin.pk}
    bob, renewal = sign_in(cast.bob), f'action="/p/{post.pk}/renew"'
    page = text(bob.get(f"/c/{cast.closed.slug}/"))
    assert "À confirmer de nouveau" in page
    assert renewal in page
    outsider = make_person("Dehors")
    for person in (cast.carol, outsider, cast.mallory):
        with pytest.raises(PermissionDenied):
            renew(by=person, post=post, at=at)
    renew(by=cast.alice, post=post, at=at, note="Relu ensemble.")
    assert StoryRenewal.objects.get(story=post.pk).by_id == cast.alice.pk
    assert story(post).due_at is None
    assert story(post).renew_on > timezone.localdate(at)
    assert "À confirmer de nouveau" not in text(bob.get(f"/p/{post.pk}/"))
    assert remind_due(at + timedelta(days=100)) == 1


def test_a_retired_story_stays_to_be_read_marked(cast: Cast, sign_in: SignIn) -> None:
    post = tell(cast.bob, cast.open, **FIGURE)
    countersign(by=cast.erin, post=post, at=NOW)
    with pytest.raises(PermissionDenied):
        retire(by=cast.carol, post=post, at=NOW)
    assert sign_in(cast.erin).post(f"/p/{post.pk}/retire").status_code == 302
    page = text(sign_in(cast.carol).get(f"/p/{post.pk}/"))
    assert "Retiré le" in page
    assert "Une gamme commune." in page
    for act in (renew, countersign):
        with pytest.raises(Refused):
            act(by=cast.erin, post=post, at=NOW)
    assert remind_due(NOW + timedelta(days=400)) == 0


def test_a_month_has_no_more_days_than_it_has(cast: Cast) -> None:
    at = NOW.replace(year=2025, month=11, day=30, hour=12)
    post = create_post(
        by=cast.bob, community=cast.open, kind="story", title="Un succès", body="", at=at,
        details=WORDS | {"happened_on": date(2025, 11, 1), "months": 3},
    )  # fmt: skip
    assert story(post).renew_on == date(2026, 2, 28)


# Lists, deletion ----------------------------------------------------------------------------------


def test_the_stories_of_a_community_are_a_list_for_whoever_reads_it(cast: Cast, sign_in: SignIn) -> None:
    first, second = tell(cast.bob, cast.closed), tell(cast.alice, cast.closed, title="Un autre")
    tell(cast.bob, cast.open)
    bob = sign_in(cast.bob)
    newer, older = sorted((first.pk, second.pk), reverse=True)
    assert ids(text(bob.get(f"/c/{cast.closed.slug}/?kind=story"))) == [newer, older]
    fragment = bob.get(f"/c/{cast.closed.slug}/?kind=story&before={newer}", headers={"HX-Request": "true"})
    assert ids(text(fragment)) == [older]
    assert "Moins de pannes" not in text(sign_in(cast.carol).get(f"/c/{cast.closed.slug}/?kind=story"))
    with counted(1):
        feeds.community_stories(cast.bob, cast.closed)


def test_stories_cost_a_page_no_query_once_their_cards_are_made(cast: Cast) -> None:
    rows = [feeds.PostRow((post := tell(cast.bob, cast.open, people=[cast.erin.name], **FIGURE)).pk, post.version) for _number in range(3)]
    with counted(8):  # the posts, their files, stories, people and renewals, the reactions on offer, what is one’s own, one’s roles
        first = feeds.cards(cast.carol, rows)
    with counted(2):
        again = feeds.cards(cast.carol, rows)
    assert [card.html for card in first] == [card.html for card in again]


def test_a_deleted_story_goes_with_its_words(cast: Cast) -> None:
    post = tell(cast.bob, cast.open, people=[cast.erin.name])
    delete_post(by=cast.bob, post=post, at=NOW)
    with pytest.raises(PermissionDenied):
        countersign(by=cast.erin, post=Post.objects.get(pk=post.pk), at=NOW)
    purge_deleted(before=NOW + timedelta(days=31))
    assert not Story.objects.exists()
    assert not StoryPerson.objects.exists()


def test_a_story_that_awaits_its_first_confirmation_is_not_renewed_before_it_is_due(cast: Cast, sign_in: SignIn) -> None:
    post = tell(cast.bob, cast.closed)
    bob, page = sign_in(cast.bob), f"/p/{post.pk}/"
    assert "C’est toujours vrai" not in text(bob.get(page)) and f"/p/{post.pk}/retire" in text(bob.get(page))
    countersign(by=cast.alice, post=post, at=NOW)
    assert "C’est toujours vrai" in text(bob.get(page))
