"""Practices changed by common consent: proposed by any member, discussed, published or declined by those who animate."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.urls import reverse

from communities import feeds
from communities.actions.charters import put_charter
from communities.actions.memberships import leave_community
from communities.actions.notifications import notify, waiting
from communities.actions.practices import apply_practice, change_practice, create_practice, name_referent, retire_practice
from communities.actions.proposals import (
    decline_proposal,
    give_opinion,
    propose_practice,
    publish_proposal,
    rewrite_proposal,
    withdraw_proposal,
)
from communities.models import Community, Notification, Practice, PracticeAdoption, Proposal
from rse.audit.models import AuditEvent
from rse.lib import kept
from rse.lib.refusal import Refused
from rse.people.models import Person
from tests.access.moved import move
from tests.communities.api.program import Program
from tests.communities.pages import counted, hidden, text
from tests.conftest import Cast
from tests.factories import NOW, TODAY, make_member, make_person

SignIn = Callable[[Person], Client]
pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(minutes=1)
NOTICES = ("practice_proposal", "objection", "practice_adopted", "practice_declined", "practice_changed")


def practice(cast: Cast, **fields: object) -> Practice:
    given: dict[str, object] = {"by": cast.alice, "community": cast.closed, "title": "On répond en un jour", "at": NOW} | fields
    return create_practice(**given)  # type: ignore[arg-type]


def propose(cast: Cast, of: Practice | None = None, **fields: object) -> Proposal:
    given: dict[str, object] = {
        "by": cast.bob, "community": cast.closed, "practice": of, "title": "On répond en deux jours", "text": "Ouvrés.", "why": "Tenable",
        "at": NOW,
    } | fields  # fmt: skip
    return propose_practice(**given)  # type: ignore[arg-type]


def told(person: Person) -> list[str]:
    while ids := waiting(at=NOW + timedelta(days=9), older_than=timedelta(0)):
        for event_id in ids:
            notify(event_id=event_id, at=LATER)
    found = Notification.objects.filter(person=person, notice__in=NOTICES).order_by("id")
    return list(found.values_list("notice", flat=True))


# Its way ------------------------------------------------------------------------------------------


def test_any_member_proposes_and_those_who_animate_publish(cast: Cast, sign_in: SignIn) -> None:
    one = practice(cast, text="Même bref.")
    apply_practice(by=cast.erin, practice=one, at=NOW)
    for outsider in (cast.carol, cast.dave, cast.ada, cast.mallory):
        with pytest.raises(PermissionDenied):
            propose(cast, one, by=outsider)
    with pytest.raises(Refused):
        propose(cast, one, title="On répond en un jour", text="Même bref.")
    for missing in ({"why": " "}, {"title": " "}, {"title": "x" * 121}, {"text": "x" * 2_001}):
        with pytest.raises(Refused):
            propose(cast, one, **missing)
    assert not Proposal.objects.exists()
    proposal = propose(cast, one)
    assert proposal.post is not None and proposal.post.community == cast.closed and "Tenable" in proposal.post.body
    assert proposal.post.title == "Une modification d’une pratique est proposée\u00a0: On répond en un jour"
    assert reverse("proposal-show", args=[cast.closed.slug, proposal.pk]) in proposal.post.body_html
    with pytest.raises(Refused):
        give_opinion(by=cast.erin, proposal=proposal, consents=False, at=NOW)
    give_opinion(by=cast.erin, proposal=proposal, consents=True, reason="Enfin.", at=NOW)
    with pytest.raises(PermissionDenied):
        publish_proposal(by=cast.bob, proposal=proposal, revision=1, at=LATER)
    publish_proposal(by=cast.erin, proposal=proposal, revision=1, at=LATER)
    one.refresh_from_db()
    assert (one.title, one.text, one.html, one.version) == ("On répond en deux jours", "Ouvrés.", "<p>Ouvrés.</p>", 2)
    assert PracticeAdoption.objects.get().version == 1, "who applies it sees that it changed"
    with pytest.raises(Refused):
        decline_proposal(by=cast.erin, proposal=proposal, reason="Trop tard", at=LATER)
    page = text(sign_in(cast.bob).get(reverse("practice-history", args=[cast.closed.slug, one.pk])))
    assert f"Sur proposition de {cast.bob.name}" in page and cast.erin.name in page
    assert [row.proposed_by for row in feeds.practice_history(one)] == [cast.bob, None]


def test_a_new_practice_is_proposed_and_published(cast: Cast, sign_in: SignIn) -> None:
    proposal = propose(cast)
    assert proposal.post is not None and proposal.post.title == "Une nouvelle pratique est proposée\u00a0: On répond en deux jours"
    assert "Pratique proposée" in text(sign_in(cast.erin).get(f"/c/{cast.closed.slug}/proposals/{proposal.pk}"))
    made = publish_proposal(by=cast.alice, proposal=proposal, revision=1, at=LATER)
    one = Practice.objects.get()
    assert (made.practice, made.became, one.version, one.created_by, one.referent) == (one, 1, 1, cast.alice, None)
    assert [row.proposed_by for row in feeds.practice_history(one)] == [cast.bob]
    page = text(sign_in(cast.bob).get(reverse("proposal-show", args=[cast.closed.slug, proposal.pk])))
    assert "<ins>" not in page and "Publiée" in page


def test_a_full_list_is_said_when_one_publishes(cast: Cast) -> None:
    for number in range(30):
        practice(cast, title=f"Pratique {number}")
    proposal = propose(cast)
    with pytest.raises(Refused, match="30 pratiques"):
        publish_proposal(by=cast.alice, proposal=proposal, revision=1, at=LATER)
    proposal.refresh_from_db()
    assert proposal.state == "open"


def test_a_guest_proposes_where_they_write(cast: Cast) -> None:
    assert propose(cast, by=cast.guest, community=cast.partners).by == cast.guest


def test_the_charter_is_accepted_first(cast: Cast, sign_in: SignIn) -> None:
    put_charter(cast.closed, "On répond.", by=cast.alice, at=NOW)
    bob, url = sign_in(cast.bob), reverse("practice-propose", args=[cast.closed.slug])
    words = {"title": "On relit", "text": "", "why": "Pour durer", "base": "0"}
    refused = bob.post(url, words)
    assert refused.status_code == 422 and "On relit" in text(refused) and 'name="accepts"' in text(refused)
    assert bob.post(url, words | {"accepts": "1"}).status_code == 302
    assert Proposal.objects.get().title == "On relit"


def test_it_is_declined_with_a_word_or_withdrawn(cast: Cast) -> None:
    one, other = propose(cast), propose(cast, title="On relit")
    with pytest.raises(Refused):
        decline_proposal(by=cast.alice, proposal=one, reason=" ", at=LATER)
    with pytest.raises(PermissionDenied):
        withdraw_proposal(by=cast.alice, proposal=one, at=LATER)
    decline_proposal(by=cast.alice, proposal=one, reason="Trop tôt, mot-tu.", at=LATER)
    withdraw_proposal(by=cast.bob, proposal=other, at=LATER)
    with pytest.raises(Refused):
        publish_proposal(by=cast.alice, proposal=other, revision=1, at=LATER)
    log = AuditEvent.objects.get(act="practice.decline")
    assert (log.actor_id, log.target_type, log.target_id, log.detail["author"]) == (cast.alice.pk, "proposal", str(one.pk), cast.bob.pk)
    assert "mot-tu" not in str(log.detail)
    assert not Practice.objects.exists()


# Upon an older version ----------------------------------------------------------------------------


def test_upon_an_older_version_it_is_taken_up_again_first(cast: Cast, sign_in: SignIn) -> None:
    one = practice(cast)
    proposal = propose(cast, one)
    give_opinion(by=cast.erin, proposal=proposal, consents=True, at=NOW)
    change_practice(by=cast.alice, practice=one, title="On répond en trois jours", text="", at=LATER)
    with pytest.raises(Refused, match="reprendre"):
        publish_proposal(by=cast.alice, proposal=proposal, revision=1, at=LATER)
    bob, erin, show = sign_in(cast.bob), sign_in(cast.erin), reverse("proposal-show", args=[cast.closed.slug, proposal.pk])
    page = text(erin.get(show))
    assert "Écrite sur la version 1" in page and "en est à la version 2" in page
    assert page.count("<del>") == 2, "what it changed, and what it would change in what holds now"
    assert 'value="publish"' not in page and 'value="decline"' in page
    assert erin.post(f"{show}/decide", {"do": "publish", "revision": "1"}).status_code == 422
    form = text(bob.get(f"{show}/edit"))
    assert "On répond en trois jours" in form and "On répond en deux jours" in form
    stale = bob.post(f"{show}/edit", {"title": "On répond vite", "text": "", "why": "Tenable", "base": "1"})
    assert stale.status_code == 422 and "On répond vite" in text(stale) and 'name="base" value="2"' in text(stale)
    assert erin.post(f"{show}/edit", {"title": "D’erin", "why": "x", "base": "2"}).status_code == 403
    assert bob.post(f"{show}/edit", hidden(text(stale)) | {"title": "On répond vite", "text": "", "why": "Tenable"}).status_code == 302
    assert "Écrite sur" not in text(erin.get(show))
    with pytest.raises(Refused, match="écrite"):
        publish_proposal(by=cast.alice, proposal=proposal, revision=1, at=LATER)
    publish_proposal(by=cast.alice, proposal=proposal, revision=2, at=LATER)
    one.refresh_from_db()
    assert (one.title, one.version) == ("On répond vite", 3)


def test_words_written_upon_what_changed_meanwhile_are_given_back_beside_it(cast: Cast, sign_in: SignIn) -> None:
    one = practice(cast)
    bob, url = sign_in(cast.bob), reverse("practice-propose-change", args=[cast.closed.slug, one.pk])
    page = text(bob.get(url))
    assert "On répond en un jour" in page and 'name="base" value="1"' in page
    change_practice(by=cast.alice, practice=one, title="On répond en trois jours", text="", at=LATER)
    answer = bob.post(url, hidden(page) | {"title": "On répond vite", "text": "", "why": "Tenable"})
    assert answer.status_code == 422 and "On répond en trois jours" in text(answer) and "On répond vite" in text(answer)
    assert bob.post(url, hidden(text(answer)) | {"title": "On répond vite", "text": "", "why": "Tenable"}).status_code == 302


def test_what_is_proposed_for_a_retired_practice_is_declined_with_it(cast: Cast, sign_in: SignIn) -> None:
    one = practice(cast)
    proposal = propose(cast, one)
    retire_practice(by=cast.alice, practice=one, at=LATER)
    proposal.refresh_from_db()
    assert (proposal.state, proposal.decided_by) == ("declined", cast.alice)
    assert told(cast.bob) == ["practice_declined"]
    assert "a été retirée entre-temps" in text(sign_in(cast.bob).get(reverse("proposal-show", args=[cast.closed.slug, proposal.pk])))
    with pytest.raises(Refused):
        rewrite_proposal(by=cast.bob, proposal=proposal, title="Encore", text="", why="x", base=1, at=LATER)
    assert sign_in(cast.bob).get(reverse("practice-propose-change", args=[cast.closed.slug, one.pk])).status_code == 404
    with pytest.raises(Refused):
        propose(cast, one)


# Who is told --------------------------------------------------------------------------------------


def test_the_author_the_referent_and_those_who_animate_are_told(cast: Cast, sign_in: SignIn) -> None:
    referent = make_member(make_person("Reine"), cast.closed).person
    one = practice(cast, referent=referent)
    proposal = propose(cast, one)
    assert [told(person) for person in (cast.alice, cast.erin, referent)] == [["practice_proposal"]] * 3
    assert told(cast.bob) == []
    alice = sign_in(cast.alice)
    assert "propose une pratique, ou la modification d’une pratique" in text(alice.get("/notifications/"))
    notification = Notification.objects.get(person=cast.alice, notice="practice_proposal")
    assert alice.get(f"/notifications/{notification.pk}/")["Location"] == f"/p/{proposal.post_id}/"
    for reason in ("Trop long", "Trop long encore"):
        give_opinion(by=referent, proposal=proposal, consents=False, reason=reason, at=NOW)
    assert told(cast.bob) == ["objection"]
    publish_proposal(by=cast.erin, proposal=proposal, revision=1, at=LATER)
    assert (told(cast.bob), told(referent)) == (["objection", "practice_adopted"], ["practice_proposal", "practice_changed"])
    for person, words in ((cast.bob, "a publié la pratique que vous proposiez"), (referent, "de la pratique dont vous répondez")):
        reader = sign_in(person)
        assert words in text(reader.get("/notifications/"))
        last = Notification.objects.filter(person=person).latest("id")
        assert reader.get(f"/notifications/{last.pk}/")["Location"] == reverse("proposal-show", args=[cast.closed.slug, proposal.pk])
    declined = propose(cast, one, title="On répond un jour")
    decline_proposal(by=cast.erin, proposal=declined, reason="Non", at=LATER)
    assert told(cast.bob)[-1] == "practice_declined"
    assert told(referent)[-1] == "practice_proposal", "nothing changed for whoever answers for it"


def test_a_referent_who_proposes_and_publishes_nothing_twice_is_told_once(cast: Cast) -> None:
    one = practice(cast, referent=cast.bob)
    publish_proposal(by=cast.erin, proposal=propose(cast, one), revision=1, at=LATER)
    assert told(cast.bob) == ["practice_adopted"]
    name_referent(by=cast.alice, practice=one, referent=cast.alice, at=LATER)
    publish_proposal(by=cast.alice, proposal=propose(cast, one, title="Autre"), revision=1, at=LATER)
    assert told(cast.alice) == ["practice_proposal", "practice_proposal"], "nobody is told of what they do themselves"


def test_who_left_hears_nothing_more(cast: Cast, sign_in: SignIn) -> None:
    referent = make_member(make_person("Reine"), cast.closed).person
    one = practice(cast, referent=referent)
    proposal, other = propose(cast, one), propose(cast, one, title="Autre")
    decline_proposal(by=cast.alice, proposal=other, reason="Non", at=LATER)
    assert told(cast.bob) == ["practice_declined"]
    leave_community(by=cast.bob, community=cast.closed, at=LATER)
    leave_community(by=referent, community=cast.closed, at=LATER)
    publish_proposal(by=cast.alice, proposal=proposal, revision=1, at=LATER)
    assert told(cast.bob) == ["practice_declined"]
    assert "practice_changed" not in told(referent)
    for gone in (cast.bob, referent):
        assert "pratique" not in text(sign_in(gone).get("/notifications/"))
        assert feeds.unread_notifications(gone) == 0
        assert sign_in(gone).get("/api/v1/notifications").json()["results"] == []


# Pages --------------------------------------------------------------------------------------------


def test_the_page_of_practices_leads_to_what_is_proposed(cast: Cast, sign_in: SignIn) -> None:
    url = reverse("practice-list", args=[cast.closed.slug])
    bob, erin = sign_in(cast.bob), sign_in(cast.erin)
    empty = text(bob.get(url))
    assert "Aucune pratique" in empty or "n’est encore partagée" in empty or "Proposer une pratique" in empty
    assert reverse("practice-propose", args=[cast.closed.slug]) in empty
    one = practice(cast)
    assert reverse("practice-propose-change", args=[cast.closed.slug, one.pk]) in text(bob.get(url))
    proposal = propose(cast, one)
    page, show = text(bob.get(url)), reverse("proposal-show", args=[cast.closed.slug, proposal.pk])
    assert page.count(f'href="{show}"') == 2 and "En discussion" in page
    decline_proposal(by=cast.erin, proposal=proposal, reason="Trop tôt", at=LATER)
    page = text(erin.get(url))
    assert page.count(f'href="{show}"') == 1 and "Proposées auparavant" in page and "En discussion" not in page
    reader = sign_in(make_person())
    assert reader.get(url).status_code == 404


def test_a_reader_who_is_no_member_reads_and_proposes_nothing(cast: Cast, sign_in: SignIn) -> None:
    one = create_practice(by=cast.erin, community=cast.open, title="On aide", at=NOW)
    proposal = propose(cast, one, community=cast.open)
    carol, url = sign_in(cast.carol), reverse("practice-list", args=[cast.open.slug])
    page = text(carol.get(url))
    assert "En discussion" in page and "Proposer" not in page
    show = text(carol.get(reverse("proposal-show", args=[cast.open.slug, proposal.pk])))
    assert 'name="says"' not in show and "Tenable" in show
    assert carol.get(reverse("practice-propose", args=[cast.open.slug])).status_code == 403


def test_the_tab_says_how_many_are_discussed_to_whoever_reads_there(cast: Cast, sign_in: SignIn) -> None:
    page = f"/c/{cast.closed.slug}/members"
    assert "changements proposés" not in text(sign_in(cast.alice).get(page))
    proposal = propose(cast)
    kept.forget_all()
    assert feeds.open_proposals(cast.closed) == {"practice": 1}
    assert text(sign_in(cast.alice).get(page)).count("changements proposés") == 1
    assert "changements proposés" not in text(sign_in(cast.carol).get(f"/c/{cast.closed.slug}/"))
    withdraw_proposal(by=cast.bob, proposal=proposal, at=NOW)
    kept.forget_all()
    assert "changements proposés" not in text(sign_in(cast.alice).get(page))


def test_the_post_of_a_proposal_says_what_was_decided_and_stays_there(cast: Cast, sign_in: SignIn) -> None:
    proposal = propose(cast)
    bob, address = sign_in(cast.bob), f"/p/{proposal.post_id}/"
    assert "Non retenue" not in text(bob.get(address))
    assert proposal.post is not None
    with pytest.raises(Refused, match="pratique commune est discutée ici"):
        move(cast.bob, proposal.post, cast.open)
    decline_proposal(by=cast.alice, proposal=proposal, reason="Trop tôt", at=LATER)
    assert "Non retenue" in text(bob.get(address))


def test_the_links_of_before_lead_to_the_same_room(cast: Cast, sign_in: SignIn) -> None:
    proposal = propose(cast)
    former = f"/c/{cast.closed.slug}/charter/proposals/{proposal.pk}"
    answer = sign_in(cast.bob).get(former)
    assert (answer.status_code, answer["Location"]) == (301, reverse("proposal-show", args=[cast.closed.slug, proposal.pk]))
    assert sign_in(cast.carol).get(former).status_code == 404
    bob = Program(cast.bob)
    path = f"communities/{cast.closed.slug}"
    assert bob("GET", f"{path}/charter/proposals/{proposal.pk}") == bob("GET", f"{path}/proposals/{proposal.pk}")


def test_what_the_version_before_writes_is_of_the_charter(cast: Cast, sign_in: SignIn) -> None:
    """The rows of before, and those that it goes on writing while both run."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO communities_charterproposal (community_id, by_id, at, base, text, why, revision, state, reason) "
            "VALUES (%s, %s, %s, 0, 'On répond.', 'Il en faut une', 1, 'open', '') RETURNING id",
            [cast.closed.pk, cast.bob.pk, NOW],
        )
        (id_,) = cursor.fetchone()
    found = Proposal.objects.get()
    assert (found.pk, found.about, found.practice, found.title, found.became) == (id_, "charter", None, "", None)
    assert "Il en faut une" in text(sign_in(cast.bob).get(reverse("charter-show", args=[cast.closed.slug])))
    publish_proposal(by=cast.alice, proposal=found, revision=1, at=LATER)
    assert Community.objects.get(pk=cast.closed.pk).charter == "On répond."
    page = text(sign_in(cast.bob).get(reverse("charter-history", args=[cast.closed.slug])))
    assert f"Sur proposition de {cast.bob.name}" in page


def test_the_lists_cost_few_queries(cast: Cast) -> None:
    one = practice(cast)
    for number in range(4):
        propose(cast, one if number % 2 else None, title=f"Pratique {number}")
    place = Community.objects.get(pk=cast.closed.pk)
    with counted(1):
        rows = feeds.proposals(place, about="practice")
        assert [(row.is_stale, row.by) for row in rows] == [(False, cast.bob)] * 4
    with counted(3):  # as without them
        found = feeds.practices(cast.bob, place, today=TODAY, proposals=rows)
        assert found[0].proposed in rows
    change_practice(by=cast.alice, practice=one, title="Entre-temps", text="", at=LATER)
    stale = Proposal.objects.select_related("community", "practice").get(title="Pratique 1")
    with counted(2):  # what is said of it, and the version that it changes
        row = feeds.proposal(cast.bob, stale)
        assert row.since is not None and (row.change.number, row.since.number) == (1, 2)


# The API ------------------------------------------------------------------------------------------


def test_a_practice_goes_its_way_through_the_api(cast: Cast) -> None:
    alice, bob, place = Program(cast.alice), Program(cast.bob), f"communities/{cast.closed.slug}"
    path = f"{place}/practices/proposals"
    made = bob("POST", path, {"title": "On répond", "why": "Il en faut une"}, status=201)
    one = f"{place}/proposals/{made['id']}"
    assert (made["about"], made["practice"], made["base"], made["title_changes"][0]["kind"]) == ("practice", None, 0, "added")
    assert bob("GET", f"posts/{made['post']}")["community"]["slug"] == cast.closed.slug
    assert alice("PUT", f"{one}/opinion", {"consents": False, "reason": "Plus court"})["objections"][0]["reason"] == "Plus court"
    assert bob("PATCH", one, {"title": "On répond !", "base": 0})["revision"] == 2
    bob("POST", f"{one}/decision", {"decision": "publish", "revision": 2}, status=403)
    done = alice("POST", f"{one}/decision", {"decision": "publish", "revision": 2})
    practice_id = done["practice"]
    assert done["state"] == "published" and [row["id"] for row in bob("GET", f"{place}/practices")["results"]] == [practice_id]
    versions = bob("GET", f"{place}/practices/{practice_id}/versions")["results"]
    assert [(row["by"]["id"], row["proposed_by"]["id"]) for row in versions] == [(cast.alice.pk, cast.bob.pk)]
    change = bob("POST", path, {"practice": practice_id, "title": "On répond vite", "why": "Mieux", "base": 1}, status=201)
    alice("PATCH", f"{place}/practices/{practice_id}", {"title": "On répond bien"})
    row = bob("GET", f"{place}/proposals/{change['id']}")
    assert (row["is_stale"], row["now"]["number"], row["base"]) == (True, 2, 1)
    refused = alice("POST", f"{place}/proposals/{change['id']}/decision", {"decision": "publish", "revision": 1}, status=400)
    assert "reprendre" in refused["detail"]
    assert [(each["state"], each["is_stale"]) for each in bob("GET", path)["results"]] == [("open", True), ("published", False)]
    bob("POST", path, {"practice": practice_id, "title": "Sur l’ancienne", "why": "Mieux", "base": 1}, status=400)
    bob("POST", path, {"practice": practice_id + 1, "title": "Nulle part", "why": "Mieux"}, status=404)
    carol = Program(cast.carol)
    for method, where, sent in (("GET", path, None), ("POST", path, {"title": "x", "why": "x"}), ("GET", one, None)):
        carol(method, where, sent, status=404)
