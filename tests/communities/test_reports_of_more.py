"""Reports of what is said in a community and is no post: testimonials, charters, practices."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.test import Client

from communities import feeds
from communities.actions.memberships import change_role
from communities.actions.practices import create_practice, retire_practice
from communities.actions.proposals import give_opinion, propose_change
from communities.actions.reports import create_report, decide_report
from communities.actions.testimonials import drop_testimonial, offer_testimonial
from communities.models import Practice, Proposal, Report, Testimonial
from rse.people.models import Person
from tests.communities.api.program import Program
from tests.communities.pages import text
from tests.communities.test_reports import SOON, notices, report
from tests.conftest import Cast
from tests.factories import NOW, TODAY, make_post

SignIn = Callable[[Person], Client]
pytestmark = pytest.mark.django_db


@dataclass
class Said:
    """Something of bob's that is no post, in the open community: its words, the path of its form and of its API, and who reads no more."""

    words: str
    page: str
    path: str
    is_there: Callable[[], bool]


def say(cast: Cast, kind: str) -> Said:
    place, api = f"/c/{cast.open.slug}", f"communities/{cast.open.slug}"
    if kind == "quote":
        told = {"situation": "Avant", "change": "Après", "happened_on": TODAY - timedelta(days=3)}
        story = make_post(cast.erin, cast.open, "", title="Succès", kind="story", details=told)
        quote = offer_testimonial(by=cast.bob, post=story, quote="Témoignage douteux.", uses=["internal"], at=NOW)
        reads = lambda: bool(feeds.testimonials_about(cast.carol, story))  # noqa: E731
        return Said("Témoignage douteux.", f"/p/{story.pk}/", f"testimonials/{quote.pk}/report", reads)
    if kind == "practice":
        change_role(by=cast.erin, community=cast.open, person=cast.bob, role="animator", at=NOW)
        made = create_practice(by=cast.bob, community=cast.open, title="Pratique douteuse.", at=NOW)
        change_role(by=cast.erin, community=cast.open, person=cast.bob, role="member", at=NOW)
        reads = lambda: bool(feeds.practices(cast.carol, cast.open, today=TODAY))  # noqa: E731
        return Said("Pratique douteuse.", f"{place}/practices", f"{api}/practices/{made.pk}/report", reads)
    by = cast.bob if kind == "proposal" else cast.erin
    proposal = propose_change(by=by, community=cast.open, text="Charte douteuse.", why="Pourquoi douteux.", at=NOW)
    page, path = f"{place}/proposals/{proposal.pk}", f"{api}/proposals/{proposal.pk}"
    if kind == "proposal":
        reads = lambda: bool(feeds.proposals(cast.open, about="charter"))  # noqa: E731
        return Said("Charte douteuse.", page, f"{path}/report", reads)
    give_opinion(by=cast.bob, proposal=proposal, consents=False, reason="Objection douteuse.", at=NOW)
    reads = lambda: bool(feeds.proposal(cast.carol, proposal).objections)  # noqa: E731
    return Said("Objection douteuse.", page, f"{path}/opinions/{cast.bob.pk}/report", reads)


KINDS = {"quote": "Témoignage", "proposal": "Modification proposée", "opinion": "Objection", "practice": "Pratique"}


@pytest.mark.parametrize("kind", KINDS)
def test_whatever_is_said_in_a_community_is_reported_for_itself(cast: Cast, sign_in: SignIn, kind: str) -> None:
    said = say(cast, kind)
    carol, erin = sign_in(cast.carol), sign_in(cast.erin)
    address = said.path.replace("communities/", "/c/") if kind != "quote" else f"/{said.path}"
    assert address in text(carol.get(said.page))
    assert "<form" in text(carol.get(address))
    assert carol.post(address, {"reason": "offensive"}).status_code == 302
    sent = Report.objects.get()
    assert (sent.about, sent.author, sent.community, sent.reporter) == (kind, cast.bob, cast.open, cast.carol)
    assert said.words in sent.excerpt
    assert carol.post(address, {"reason": "offensive"}).status_code == 422  # it waits already
    assert sign_in(cast.bob).post(address, {"reason": "offensive"}).status_code == 422  # his own
    assert sign_in(cast.guest).get(address).status_code == 404
    queue = text(erin.get(f"/c/{cast.open.slug}/reports"))
    assert said.words in queue and KINDS[kind] in queue
    assert said.is_there()
    decided = Program(cast.erin)("POST", f"reports/{sent.pk}/decision", {"outcome": "removed", "reason": "Hors de propos."})
    assert (decided["state"], decided["about"]) == ("removed", kind)
    assert not said.is_there()
    assert said.words not in text(carol.get(said.page))
    assert (notices(cast.carol), "content_removed" in notices(cast.bob)) == (["report_decided"], True)
    assert "Hors de propos." in text(sign_in(cast.bob).get(f"/reports/{sent.pk}/"))


@pytest.mark.parametrize("kind", KINDS)
def test_programs_report_it_too_and_who_reads_not_may_not(cast: Cast, kind: str) -> None:
    said = say(cast, kind)
    Program(cast.guest)("POST", said.path, {"reason": "offensive"}, status=404)
    assert Program(cast.carol)("POST", said.path, {"reason": "offensive"}, status=201)["about"] == kind


def test_two_of_the_same_author_are_two_reports(cast: Cast) -> None:
    first, second = (create_practice(by=cast.erin, community=cast.open, title=f"On fait {number}.", at=NOW) for number in (1, 2))
    create_report(by=cast.carol, subject=first, reason="offensive", at=NOW)
    create_report(by=cast.carol, subject=second, reason="offensive", at=NOW, may_pass=True)
    assert len(feeds.reports_to_judge(cast.ada)) == 2
    assert feeds.reports_waiting(cast.bob, cast.open) == 2


def test_with_a_reported_discussion_goes_the_text_that_it_was_about(cast: Cast, sign_in: SignIn) -> None:
    said = say(cast, "proposal")
    proposal = Proposal.objects.get()
    assert proposal.post is not None
    decide_report(by=cast.erin, report=report(cast.carol, proposal.post), outcome="removed", reason="Non.", at=SOON)
    assert not said.is_there()
    proposal.refresh_from_db()
    assert (proposal.text, proposal.why, proposal.state) == ("", "", "declined")
    assert sign_in(cast.carol).get(said.page).status_code == 404


def test_what_its_author_takes_away_first_ends_its_reports(cast: Cast) -> None:
    quote, practice = say(cast, "quote"), say(cast, "practice")
    for said in (quote, practice):
        Program(cast.carol)("POST", said.path, {"reason": "offensive"}, status=201)
    drop_testimonial(by=cast.bob, testimonial=Testimonial.objects.get(), at=SOON)
    retire_practice(by=cast.erin, practice=Practice.objects.get(), at=SOON)
    assert {each.state for each in Report.objects.all()} == {"gone"}
    assert notices(cast.carol) == ["report_decided", "report_decided"]
