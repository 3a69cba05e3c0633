"""The charter: accepted before one writes, versioned, changed by common consent."""

from collections.abc import Callable
from datetime import timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from communities import tasks
from communities.actions.batches import NewPost, create_posts
from communities.actions.charters import (
    CharterAsked,
    accept_charter,
    count_acceptances,
    put_charter,
    remind_reviews,
    review_charter,
)
from communities.actions.comments import create_comment
from communities.actions.notifications import notify, waiting
from communities.actions.posts import create_post
from communities.actions.proposals import (
    decline_proposal,
    give_opinion,
    propose_change,
    publish_proposal,
    rewrite_proposal,
    withdraw_proposal,
)
from communities.models import CharterAcceptance, CharterVersion, Comment, Community, Notification, Post
from rse.lib import kept
from rse.lib.refusal import Refused
from rse.lib.settled import settled
from rse.people.models import Person
from tests.communities.pages import counted, hidden, publish, text
from tests.conftest import Cast
from tests.factories import NOW, TODAY, make_member, make_person, make_post

SignIn = Callable[[Person], Client]
pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(minutes=1)
CHARTER = "On répond **sans détour**."


def charter(community: Community, by: Person, words: str = CHARTER, *, asks: bool = True) -> Community:
    put_charter(community, words, by=by, at=NOW, asks=asks)
    community.refresh_from_db()
    return community


def told(person: Person) -> list[str]:
    while ids := waiting(at=NOW + timedelta(days=800), older_than=timedelta(0)):
        for event_id in ids:
            notify(event_id=event_id, at=LATER)
    return list(Notification.objects.filter(person=person).order_by("id").values_list("notice", flat=True))


# Accepted before one writes -----------------------------------------------------------------------


def test_a_member_accepts_the_charter_before_the_first_post_and_only_then(cast: Cast) -> None:
    place = charter(cast.open, cast.erin)
    with pytest.raises(CharterAsked) as asked:
        create_post(by=cast.bob, community=place, body="Bonjour.", at=NOW)
    assert asked.value.number == 1
    with pytest.raises(CharterAsked):
        create_post(by=cast.bob, community=place, body="Bonjour.", accepts=7, at=NOW)
    with pytest.raises(CharterAsked):
        create_comment(by=cast.bob, post=Post.objects.get(pk=cast.open_post.pk), body="Bien vu.", at=NOW)
    create_post(by=cast.bob, community=place, body="Bonjour.", accepts=1, at=NOW)
    create_post(by=cast.bob, community=place, body="Encore.", at=LATER)
    create_post(by=cast.erin, community=place, body="Qui l’a publiée l’a acceptée.", at=LATER)
    assert CharterAcceptance.objects.filter(person=cast.bob).count() == 1
    with pytest.raises(PermissionDenied):
        create_post(by=cast.carol, community=place, body="Dehors.", accepts=1, at=NOW)
    with pytest.raises(PermissionDenied):
        accept_charter(by=cast.carol, community=place, number=1, at=NOW)


def test_a_new_version_asks_again_when_it_changes_the_substance(cast: Cast) -> None:
    place = charter(cast.open, cast.erin)
    accept_charter(by=cast.bob, community=place, number=1, at=NOW)
    charter(place, cast.erin, "On répond sans détour !", asks=False)
    make_post(cast.bob, place, "Une virgule ne demande rien.")
    charter(place, cast.erin, "On répond dans la journée.")
    with pytest.raises(CharterAsked) as asked:
        make_post(cast.bob, place, "Celle-ci demande.")
    assert asked.value.number == 3
    with pytest.raises(Refused):
        accept_charter(by=cast.bob, community=place, number=2, at=NOW)
    make_post(cast.bob, place, "Lue.", accepts=3)
    charter(place, cast.erin, "")
    make_post(make_member(cast.carol, place).person, place, "Sans charte, rien n’est demandé.")


def test_imports_ask_nothing(cast: Cast) -> None:
    place = charter(cast.open, cast.erin)
    assert len(create_posts([NewPost(by=cast.bob, community=place, body="Autrefois.", at=NOW)], source="import:x")) == 1


def test_where_there_is_no_charter_publishing_asks_the_database_nothing_more(cast: Cast) -> None:
    before = Post.objects.count()
    with counted(1):
        from communities import access

        assert not access.owes_charter(cast.bob, cast.open)
        assert Post.objects.count() == before


def test_the_composer_shows_the_charter_and_loses_no_words(cast: Cast, sign_in: SignIn) -> None:
    place, bob = charter(cast.open, cast.erin), sign_in(cast.bob)
    assert "J’accepte la charte" not in text(bob.get("/p/new"))
    page = text(bob.get(f"/p/new?community={place.slug}"))
    assert "J’accepte la charte" in page and "<strong>sans détour</strong>" in page
    answer = publish(bob, community=place.slug, title="Ma phrase", body="Mes mots à garder.")
    assert answer.status_code == 422
    assert "Mes mots à garder." in text(answer) and "Ma phrase" in text(answer) and 'name="accepts" value="1"' in text(answer)
    assert publish(bob, community=place.slug, title="Ma phrase", body="Mes mots à garder.", accepts="1").status_code == 302
    assert "J’accepte la charte" not in text(bob.get(f"/p/new?community={place.slug}"))
    assert Post.objects.filter(body="Mes mots à garder.").count() == 1
    assert "J’accepte la charte" in text(sign_in(make_member(cast.carol, place).person).get(f"/charter/ask?community={place.slug}"))
    assert text(bob.get(f"/charter/ask?community={place.slug}")).strip() == ""
    assert text(sign_in(cast.dave).get(f"/charter/ask?community={cast.closed.slug}")) == ""


def test_the_reply_form_shows_the_charter_and_loses_no_words(cast: Cast, sign_in: SignIn) -> None:
    charter(cast.open, cast.erin)
    bob, url = sign_in(cast.bob), reverse("post-show", args=[cast.open_post.pk])
    page = text(bob.get(url))
    assert "J’accepte la charte" in page
    form = hidden(page) | {"body": "Une réponse à garder."}
    answer = bob.post(f"{url}comments", form)
    assert answer.status_code == 422 and "Une réponse à garder." in text(answer)
    assert bob.post(f"{url}comments", form | {"accepts": "1"}).status_code == 302
    assert Comment.objects.filter(body="Une réponse à garder.").count() == 1
    assert "J’accepte la charte" not in text(bob.get(url))
    assert "J’accepte la charte" not in text(sign_in(cast.carol).get(url))


# Versions -----------------------------------------------------------------------------------------


def test_the_settings_publish_a_version_when_the_text_changes(cast: Cast, sign_in: SignIn) -> None:
    erin, url = sign_in(cast.erin), reverse("community-settings", args=[cast.open.slug])
    form = {"purpose": "But", "access": "open", "joining": "free", "charter": "Un."}
    erin.post(url, form)
    erin.post(url, form)
    erin.post(url, form | {"charter": "Un et deux.", "charter_note": "Ajout de deux", "charter_asks": "on"})
    rows = CharterVersion.objects.filter(community=cast.open).order_by("number").values_list("number", "text", "note", "asks")
    assert list(rows) == [(1, "Un.", "", True), (2, "Un et deux.", "Ajout de deux", True)]
    page = text(sign_in(cast.bob).get(reverse("charter-history", args=[cast.open.slug])))
    assert "Ajout de deux" in page and "<ins>" in page
    cast.open.refresh_from_db()
    assert (cast.open.charter, cast.open.charter_number, cast.open.charter_asked) == ("Un et deux.", 2, 2)


def test_charters_of_before_become_version_one(cast: Cast) -> None:
    Community.objects.filter(pk=cast.open.pk).update(charter="Ancienne.", charter_html="<p>Ancienne.</p>")
    import_module("communities.migrations.0040_charters").first_versions(apps, None)
    import_module("communities.migrations.0040_charters").first_versions(apps, None)
    version = CharterVersion.objects.get(community=cast.open)
    assert (version.number, version.text, version.html, version.by) == (1, "Ancienne.", "<p>Ancienne.</p>", cast.erin)
    with pytest.raises(CharterAsked):
        make_post(cast.bob, Community.objects.get(pk=cast.open.pk))


def test_the_review_is_asked_of_those_who_animate_once(cast: Cast, sign_in: SignIn) -> None:
    charter(cast.closed, cast.alice)
    assert remind_reviews(NOW) == 0
    year = NOW + timedelta(days=366)
    assert (remind_reviews(year), remind_reviews(year)) == (1, 0)
    assert "charter_review" in told(cast.alice) and "charter_review" in told(cast.erin)
    assert "charter_review" not in told(cast.bob)
    CharterVersion.objects.update(review_on=TODAY - timedelta(days=1))
    assert "À revoir" in text(sign_in(cast.bob).get(reverse("charter-show", args=[cast.closed.slug])))
    with pytest.raises(PermissionDenied):
        review_charter(by=cast.bob, community=cast.closed, at=year)
    review_charter(by=cast.erin, community=cast.closed, at=year)
    assert remind_reviews(year + timedelta(days=1)) == 0


def test_who_accepted_is_only_counted_and_never_one_by_one(cast: Cast, sign_in: SignIn) -> None:
    place = charter(cast.open, cast.erin)
    members = [make_person() for _ in range(9)]
    shown = []
    for number, person in enumerate(members):
        accept_charter(by=make_member(person, place).person, community=place, number=1, at=NOW)
        count_acceptances()
        shown.append(CharterVersion.objects.get().accepted_shown)
        assert number >= 0
    assert shown == [0, 0, 0, 5, 5, 5, 5, 5, 10]
    tasks.housekeeping()
    page = text(sign_in(cast.bob).get(reverse("charter-show", args=[place.slug])))
    assert "Acceptée par 10 membres" in page
    assert not [person for person in members if person.name in page]
    assert [settled(5, 9), settled(5, 10), settled(10, 6), settled(10, 3), settled(6, 2)] == [5, 10, 10, 0, 6]


# Changes by common consent ------------------------------------------------------------------------


def test_a_change_is_proposed_discussed_and_published(cast: Cast) -> None:
    place = charter(cast.closed, cast.alice)
    with pytest.raises(CharterAsked):
        propose_change(by=cast.bob, community=place, text="Autre.", why="Plus clair", at=NOW)
    proposal = propose_change(by=cast.bob, community=place, text="Autre.", why="Plus clair", accepts=1, at=NOW)
    assert proposal.post is not None and proposal.post.community == place and "Plus clair" in proposal.post.body
    assert f"/proposals/{proposal.pk}" in proposal.post.body_html
    for outsider in (cast.carol, cast.dave, cast.ada, cast.mallory):
        with pytest.raises(PermissionDenied):
            propose_change(by=outsider, community=place, text="Autre.", why="Non", at=NOW)
        with pytest.raises(PermissionDenied):
            give_opinion(by=outsider, proposal=proposal, consents=True, at=NOW)
    with pytest.raises(Refused):
        give_opinion(by=cast.erin, proposal=proposal, consents=False, at=NOW)
    give_opinion(by=cast.erin, proposal=proposal, consents=False, reason="Trop court", at=NOW)
    give_opinion(by=cast.erin, proposal=proposal, consents=True, at=LATER)
    with pytest.raises(PermissionDenied):
        publish_proposal(by=cast.bob, proposal=proposal, revision=1, at=LATER)
    publish_proposal(by=cast.erin, proposal=proposal, revision=1, at=LATER)
    place.refresh_from_db()
    assert (place.charter, place.charter_number) == ("Autre.", 2)
    assert "charter_adopted" in told(cast.bob)
    with pytest.raises(Refused):
        decline_proposal(by=cast.erin, proposal=proposal, reason="Trop tard", at=LATER)


def test_a_proposal_upon_an_older_version_is_taken_up_again_first(cast: Cast, sign_in: SignIn) -> None:
    place = charter(cast.closed, cast.alice)
    proposal = propose_change(by=cast.bob, community=place, text="De bob.", why="Plus clair", accepts=1, at=NOW)
    give_opinion(by=cast.erin, proposal=proposal, consents=True, at=NOW)
    charter(place, cast.alice, "D’alice, entre-temps.")
    with pytest.raises(Refused):
        publish_proposal(by=cast.alice, proposal=proposal, revision=1, at=LATER)
    bob, url = sign_in(cast.bob), reverse("proposal-rewrite", args=[place.slug, proposal.pk])
    page = text(bob.get(url))
    assert "De bob." in page and "D’alice, entre-temps." in page
    stale = bob.post(url, {"text": "De bob, encore.", "why": "Plus clair", "base": "1"})
    assert stale.status_code == 422 and "De bob, encore." in text(stale) and 'name="base" value="2"' in text(stale)
    assert sign_in(cast.erin).post(url, {"text": "D’erin.", "why": "x", "base": "2"}).status_code == 403
    assert bob.post(url, hidden(text(stale)) | {"text": "De bob, encore.", "why": "Plus clair"}).status_code == 302
    with pytest.raises(Refused):
        publish_proposal(by=cast.alice, proposal=proposal, revision=1, at=LATER)
    publish_proposal(by=cast.alice, proposal=proposal, revision=2, at=LATER)
    place.refresh_from_db()
    assert place.charter == "De bob, encore."


def test_a_proposal_is_declined_with_a_reason_or_withdrawn(cast: Cast) -> None:
    one = propose_change(by=cast.bob, community=cast.closed, text="Première charte.", why="Il en faut une", at=NOW)
    other = propose_change(by=cast.bob, community=cast.closed, text="Autre charte.", why="Ou celle-ci", at=NOW)
    with pytest.raises(Refused):
        decline_proposal(by=cast.alice, proposal=one, reason=" ", at=LATER)
    with pytest.raises(PermissionDenied):
        withdraw_proposal(by=cast.alice, proposal=one, at=LATER)
    assert decline_proposal(by=cast.alice, proposal=one, reason="Trop tôt", at=LATER).reason == "Trop tôt"
    assert "charter_declined" in told(cast.bob)
    withdraw_proposal(by=cast.bob, proposal=other, at=LATER)
    with pytest.raises(Refused):
        publish_proposal(by=cast.alice, proposal=other, revision=1, at=LATER)
    unchanged = {"text": CHARTER, "why": "Rien", "base": 0, "at": LATER}
    with pytest.raises(Refused):
        rewrite_proposal(by=cast.bob, proposal=other, **unchanged)  # type: ignore[arg-type]


def test_the_pages_of_a_proposal_do_what_the_actions_do(cast: Cast, sign_in: SignIn) -> None:
    charter(cast.closed, cast.alice)
    bob, erin, slug = sign_in(cast.bob), sign_in(cast.erin), cast.closed.slug
    url = reverse("charter-propose", args=[slug])
    refused = bob.post(url, {"text": "Notre texte.", "why": "Parce que"})
    assert refused.status_code == 422 and "Notre texte." in text(refused) and 'name="accepts"' in text(refused)
    made = bob.post(url, {"text": "Notre texte.", "why": "Parce que", "accepts": "1"})
    page = text(erin.get(made.headers["Location"]))
    assert "<ins>" in page and "<del>" in page and "Publier" in page
    id_ = made.headers["Location"].rstrip("/").split("/")[-1]
    says = reverse("proposal-opinion", args=[slug, id_])
    empty = erin.post(says, {"says": "object", "reason": ""})
    assert empty.status_code == 422
    erin.post(says, {"says": "object", "reason": "Il manque les délais"})
    assert "Il manque les délais" in text(bob.get(made.headers["Location"]))
    decide = reverse("proposal-decide", args=[slug, id_])
    assert bob.post(decide, {"do": "publish", "revision": "1"}).status_code == 403
    assert erin.post(decide, {"do": "decline", "reason": ""}).status_code == 422
    assert erin.post(decide, {"do": "publish", "revision": "1", "asks": "on"}).status_code == 302
    assert "Notre texte." in text(bob.get(reverse("charter-show", args=[slug])))
    assert bob.post(reverse("charter-accept", args=[slug]), {"accepts": "2"}).status_code == 302
    assert CharterAcceptance.objects.filter(person=cast.bob, version__number=2).exists()


def test_the_post_of_a_proposal_says_what_was_decided(cast: Cast, sign_in: SignIn) -> None:
    bob, feed = sign_in(cast.bob), reverse("community-show", args=[cast.closed.slug])
    declined = propose_change(by=cast.bob, community=cast.closed, text="Première charte.", why="Il en faut une", at=NOW)
    page = text(bob.get(feed))
    assert "Lire ce qui changerait" in page and "Non retenue" not in page
    decline_proposal(by=cast.alice, proposal=declined, reason="Trop tôt", at=LATER)
    assert "Non retenue" in text(bob.get(feed))
    for decide, said in ((withdraw_proposal, "Retirée"), (None, "Publiée")):
        other = propose_change(by=cast.bob, community=cast.closed, text=f"Charte {said}.", why="Ou celle-ci", at=LATER)
        assert said not in text(bob.get(f"/p/{other.post_id}/"))
        if decide:
            decide(by=cast.bob, proposal=other, at=LATER)
        else:
            publish_proposal(by=cast.alice, proposal=other, revision=1, asks=False, at=LATER)
        assert said in text(bob.get(f"/p/{other.post_id}/"))


def test_the_first_version_is_shown_plain_and_the_others_by_what_they_change(cast: Cast, sign_in: SignIn) -> None:
    charter(cast.closed, cast.alice)
    bob, history = sign_in(cast.bob), reverse("charter-history", args=[cast.closed.slug])
    page = text(bob.get(history))
    assert CHARTER.split("\n")[0][:20] in page and "<ins>" not in page
    proposal = propose_change(by=cast.erin, community=cast.closed, text=f"{CHARTER} Et merci.", why="Poli", accepts=1, at=LATER)
    publish_proposal(by=cast.alice, proposal=proposal, revision=1, at=LATER)
    assert "<ins>" in text(bob.get(history))


def test_a_blank_that_came_or_went_is_not_marked_as_words(cast: Cast, sign_in: SignIn) -> None:
    charter(cast.closed, cast.alice, "On répond On relit")
    charter(cast.closed, cast.alice, "On répond\n\nOn relit\n\nOn trie")
    page = text(sign_in(cast.bob).get(reverse("charter-history", args=[cast.closed.slug])))
    assert page.count("<ins>") == 1, "the line that came, without the blank before it"
    assert "\n\n<ins>" in page and "On trie<span" in page and "<del>" not in page


def test_those_who_animate_hear_of_a_proposal_and_its_proposer_of_an_objection(cast: Cast, sign_in: SignIn) -> None:
    proposal = propose_change(by=cast.bob, community=cast.closed, text="Un autre texte.", why="Plus clair", at=NOW)
    make_member(cast.carol, cast.closed)
    assert ("proposal" in told(cast.alice), "proposal" in told(cast.erin)) == (True, True)
    assert "proposal" not in told(cast.bob) + told(cast.carol)
    alice = sign_in(cast.alice)
    assert "propose un changement de la charte" in text(alice.get("/notifications/"))
    notification = Notification.objects.get(person=cast.alice, notice="proposal")
    assert alice.get(f"/notifications/{notification.pk}/")["Location"] == f"/p/{proposal.post_id}/"
    give_opinion(by=cast.carol, proposal=proposal, consents=True, at=NOW)
    assert "objection" not in told(cast.bob)
    for reason in ("Trop long", "Trop long encore"):
        give_opinion(by=cast.carol, proposal=proposal, consents=False, reason=reason, at=NOW)
    assert told(cast.bob).count("objection") == 1
    assert "objecte à ce que vous proposez" in text(sign_in(cast.bob).get("/notifications/"))


def test_the_tab_says_how_many_changes_are_proposed_to_whoever_reads_there(cast: Cast, sign_in: SignIn) -> None:
    page = f"/c/{cast.closed.slug}/members"
    assert "changements proposés" not in text(sign_in(cast.alice).get(page))
    proposal = propose_change(by=cast.bob, community=cast.closed, text="Un autre texte.", why="Plus clair", at=NOW)
    kept.forget_all()
    assert "changements proposés" in text(sign_in(cast.alice).get(page))
    assert "changements proposés" not in text(sign_in(cast.carol).get(f"/c/{cast.closed.slug}/"))
    withdraw_proposal(by=cast.bob, proposal=proposal, at=NOW)
    kept.forget_all()
    assert "changements proposés" not in text(sign_in(cast.alice).get(page))
