"""Reports: who may send one, who decides, what each of those concerned learns, and what an administrator never does."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from communities import feeds, tasks
from communities.actions.comments import delete_comment
from communities.actions.communities import rename_community
from communities.actions.memberships import change_role, leave_community, remove_member
from communities.actions.notifications import notify, waiting
from communities.actions.posts import delete_post, purge_deleted
from communities.actions.practices import create_practice, retire_practice
from communities.actions.proposals import give_opinion, propose_change
from communities.actions.removals import restore_comment, settle_due
from communities.actions.reports import MAX_AN_HOUR, create_report, decide_report, forget_words, outcomes, pass_on_due, working_days_before
from communities.actions.testimonials import drop_testimonial, offer_testimonial
from communities.models import CharterProposal, Comment, Community, Notification, Post, Practice, Report, Testimonial
from rse.audit.models import AuditEvent
from rse.lib.refusal import Refused
from rse.people.models import Person
from tests.communities.api.program import Program
from tests.communities.pages import counted, text
from tests.conftest import Cast
from tests.factories import NOW, make_comment, make_member, make_person, make_post

SignIn = Callable[[Person], Client]
pytestmark = pytest.mark.django_db
SOON, LATE = NOW + timedelta(minutes=5), NOW + timedelta(days=10)


def report(
    by: Person, subject: Post | Comment | Community | Person, *, reason: str = "offensive", note: str = "", may_pass: bool = False
) -> Report:
    return create_report(by=by, subject=subject, reason=reason, note=note, may_pass=may_pass, at=NOW)


def told(person: Person) -> list[tuple[str, str]]:
    """(notice, community) of what someone was told, as their page lists it."""
    while ids := waiting(at=LATE + timedelta(hours=1), older_than=timedelta(0)):
        for event_id in ids:
            notify(event_id=event_id, at=LATE)
    return [(each.notice, each.community.name if each.community else "") for each in feeds.notifications(person)]


def notices(person: Person) -> list[str]:
    return [notice for notice, _place in told(person) if notice in ("report", "report_decided", "content_removed", "content_warned")]


# Sending ------------------------------------------------------------------------------------------


def test_whoever_reads_reports_from_the_menu_and_without_a_script(cast: Cast, sign_in: SignIn) -> None:
    guest = sign_in(cast.guest)
    address = f"/p/{cast.partners_post.pk}/report"
    assert address in text(guest.get(f"/p/{cast.partners_post.pk}/"))
    assert address not in text(sign_in(cast.bob).get(f"/p/{cast.partners_post.pk}/"))  # his own
    assert guest.post(address, {"reason": "personal", "note": "Un numéro de téléphone."})["Location"] == f"/p/{cast.partners_post.pk}/"
    sent = Report.objects.get()
    assert (sent.about, sent.reporter, sent.author, sent.community) == ("post", cast.guest, cast.bob, cast.partners)
    assert "bielle-partagée" in sent.excerpt
    assert sign_in(cast.carol).get(address).status_code == 404
    assert "Vous avez signalé" in text(guest.get(address))


def test_an_unfit_report_is_refused_and_what_was_typed_stays(cast: Cast, sign_in: SignIn) -> None:
    carol, address = sign_in(cast.carol), f"/p/{cast.open_post.pk}/report"
    for words in ({"note": "Voilà"}, {"reason": "other", "note": ""}, {"reason": "x"}, {"reason": "offensive", "note": "x" * 1001}):
        assert carol.post(address, words).status_code == 422
    assert "Voilà</textarea>" in text(carol.post(address, {"note": "Voilà"}))
    with pytest.raises(Refused):
        report(cast.erin, cast.open_post)
    with pytest.raises(PermissionDenied):
        report(cast.carol, cast.closed_post)
    assert not Report.objects.exists()


def test_one_report_of_each_waits_at_most(cast: Cast, sign_in: SignIn) -> None:
    first = report(cast.carol, cast.open_post)
    report(cast.bob, cast.open_post)
    report(cast.carol, cast.open)
    report(cast.carol, cast.alice)
    for subject in (cast.open_post, cast.open, cast.alice):
        with pytest.raises(Refused):
            report(cast.carol, subject)
    assert sign_in(cast.carol).post(f"/p/{cast.open_post.pk}/report", {"reason": "offensive"}).status_code == 422
    decide_report(by=cast.ada, report=first, outcome="kept", reason="Rien.", at=SOON)
    report(cast.carol, cast.open_post)


def test_nobody_floods_those_who_decide(cast: Cast) -> None:
    for number in range(MAX_AN_HOUR):
        report(cast.carol, make_post(cast.bob, cast.open, f"Message {number}"))
    with pytest.raises(Refused):
        report(cast.carol, cast.open_post)
    create_report(by=cast.carol, subject=cast.open_post, reason="offensive", at=NOW + timedelta(minutes=61))


# Deciding -----------------------------------------------------------------------------------------


def test_a_report_goes_from_who_sends_it_to_who_decides_and_back(cast: Cast, sign_in: SignIn) -> None:
    sent = report(cast.alice, make_comment(cast.bob, cast.closed_post, "Parole déplacée."), note="Cela vise quelqu’un.")
    assert notices(cast.erin) == ["report"]
    assert notices(cast.alice) == []  # she animates too, and knows
    erin = sign_in(cast.erin)
    page = text(erin.get(f"/c/{cast.closed.slug}/reports"))
    assert "Parole déplacée." in page and "Cela vise quelqu’un." in page and cast.alice.name in page
    assert erin.post(f"/reports/{sent.pk}/decide", {"outcome": "removed", "reason": ""}).status_code == 422
    answer = erin.post(f"/reports/{sent.pk}/decide", {"outcome": "removed", "reason": "On ne vise personne ici."})
    assert answer["Location"] == f"/c/{cast.closed.slug}/reports"
    sent.refresh_from_db()
    assert (sent.state, sent.decided_by) == ("removed", cast.erin)
    assert sent.comment is not None and sent.comment.deleted_at is not None
    with pytest.raises(Refused):  # a decision that was told is not taken back
        restore_comment(by=cast.erin, comment=sent.comment, at=NOW)
    assert notices(cast.bob) == ["content_removed"]
    assert notices(cast.alice) == ["report_decided"]
    assert "On ne vise personne ici." in text(sign_in(cast.bob).get(f"/reports/{sent.pk}/"))
    assert "On ne vise personne ici." in text(sign_in(cast.alice).get(f"/reports/{sent.pk}/"))
    assert "On ne vise personne ici." in text(erin.get(f"/c/{cast.closed.slug}/reports"))
    log = AuditEvent.objects.get(act="report.decide")
    assert (log.actor_id, log.detail["outcome"]) == (cast.erin.pk, "removed")
    with pytest.raises(Refused):
        decide_report(by=cast.erin, report=sent, outcome="kept", reason="Encore.", at=SOON)


def test_the_author_never_learns_who_reported_nor_that_anybody_did(cast: Cast, sign_in: SignIn) -> None:
    nora = make_person("Nora")
    make_member(nora, cast.closed)
    sent = report(nora, cast.closed_post, note="Mot de la rapporteuse.")
    assert sign_in(cast.bob).get(f"/reports/{sent.pk}/").status_code == 404
    decide_report(by=cast.erin, report=sent, outcome="warned", reason="Mesurez vos mots.", at=SOON)
    assert notices(cast.bob) == ["content_warned"]
    bob, program = sign_in(cast.bob), Program(cast.bob)
    told_page = text(bob.get(f"/reports/{sent.pk}/")).split("<main", 1)[1]
    listed = text(bob.get("/notifications/")).split("<main", 1)[1]
    for page in (told_page, listed, str(program("GET", f"reports/{sent.pk}/decision"))):
        assert nora.name not in page and "Mot de la rapporteuse" not in page
    assert "signal" not in told_page.lower().replace(cast.closed.slug, "")
    [notification] = [each for each in program("GET", "notifications")["results"] if each["notice"] == "content_warned"]
    assert notification["actor"] is None
    program("GET", f"reports/{sent.pk}", status=404)


def test_what_an_animator_wrote_is_judged_by_the_others(cast: Cast, sign_in: SignIn) -> None:
    post = make_post(cast.erin, cast.closed, "Mot de l’animatrice.")
    sent = report(cast.bob, post)
    assert notices(cast.alice) == ["report"]
    assert notices(cast.erin) == []
    erin = sign_in(cast.erin)
    assert "Mot de l’animatrice." not in text(erin.get(f"/c/{cast.closed.slug}/reports"))
    assert erin.get(f"/reports/{sent.pk}/").status_code == 404
    with pytest.raises(PermissionDenied):
        decide_report(by=cast.erin, report=sent, outcome="kept", reason="Tout va bien.", at=SOON)
    decide_report(by=cast.alice, report=sent, outcome="kept", reason="Tout va bien.", at=SOON)
    assert notices(cast.erin) == []
    change_role(by=cast.alice, community=cast.closed, person=cast.bob, role="animator", at=SOON)
    assert sign_in(cast.bob).get(f"/reports/{sent.pk}/").status_code == 200


def test_one_decision_settles_what_several_reported(cast: Cast) -> None:
    post = make_post(cast.bob, cast.open, "Publicité.")
    first, second = report(cast.carol, post), report(cast.max, post)
    [case] = feeds.reports_of_community(cast.erin, cast.open)
    assert [each.pk for each in case.reports] == [first.pk, second.pk]
    assert feeds.reports_waiting(cast.erin, cast.open) == 1
    decide_report(by=cast.erin, report=first, outcome="kept", reason="Utile à tous.", at=SOON)
    assert notices(cast.carol) == notices(cast.max) == ["report_decided"]
    assert notices(cast.bob) == []
    assert feeds.reports_waiting(cast.erin, cast.open) == 0


def test_what_goes_before_a_decision_ends_its_reports(cast: Cast) -> None:
    comment = make_comment(cast.bob, cast.open_post, "Retiré avant.")
    of_comment, of_post = report(cast.carol, comment), report(cast.carol, make_post(cast.bob, cast.open, "Aussi."))
    delete_comment(by=cast.bob, comment=comment, at=SOON)
    assert of_post.post is not None
    delete_post(by=cast.bob, post=of_post.post, at=SOON)
    with pytest.raises(Refused):
        decide_report(by=cast.erin, report=of_post, outcome="removed", reason="Trop tard.", at=SOON)
    settle_due(SOON + timedelta(minutes=1))
    assert {each.state for each in Report.objects.all()} == {"gone"}
    assert notices(cast.carol) == ["report_decided", "report_decided"]
    assert of_comment.pk
    purge_deleted(before=NOW + timedelta(days=31))
    assert {each.excerpt for each in Report.objects.all()} == {""}


def test_the_words_of_reports_are_forgotten_a_year_after_the_decision(cast: Cast) -> None:
    sent = report(cast.carol, make_post(cast.bob, cast.open, "Mot."), note="Note.")
    waits = report(cast.carol, cast.bob, note="Attend.")
    decide_report(by=cast.erin, report=sent, outcome="kept", reason="Soit.", at=SOON)
    assert forget_words(before=LATE) == 1
    sent.refresh_from_db()
    waits.refresh_from_db()
    assert (sent.note, sent.excerpt, sent.decision, waits.note) == ("", "", "", "Attend.")


# Administrators -----------------------------------------------------------------------------------


def test_profiles_communities_and_what_all_read_are_the_administrators(cast: Cast, sign_in: SignIn) -> None:
    of_person, of_place = report(cast.carol, cast.bob), report(cast.carol, cast.closed)
    of_post = report(cast.carol, cast.open_post)
    assert sorted(notices(cast.ada)) == ["report", "report", "report"]  # erin owns the open community, and wrote the post
    ada = sign_in(cast.ada)
    page = text(ada.get("/reports/"))
    assert "nacelle-ouverte" in page
    assert cast.bob.name in page
    assert AuditEvent.objects.filter(act="report.consult", actor_id=cast.ada.pk).count() == 1
    for person in (cast.carol, cast.erin, cast.pia):
        assert sign_in(person).get("/reports/").status_code == 403
    assert outcomes(cast.ada, of_person) == outcomes(cast.ada, of_place) == ["kept", "warned"]
    decide_report(by=cast.ada, report=of_post, outcome="removed", reason="Hors de propos.", at=SOON)
    assert not feeds.community_feed(cast.bob, cast.open).rows
    decide_report(by=cast.ada, report=of_person, outcome="warned", reason="Changez la photo.", at=SOON)
    assert notices(cast.bob) == ["content_warned"]
    assert notices(cast.erin) == ["content_removed"]


def test_an_administrator_does_not_decide_on_their_own(cast: Cast, sign_in: SignIn) -> None:
    other = make_person("Ines", roles=["admin"])
    sent = report(cast.carol, cast.ada)
    assert notices(cast.ada) == []
    assert notices(other) == ["report"]
    assert sign_in(cast.ada).get(f"/reports/{sent.pk}/").status_code == 404


def test_an_administrator_reads_no_word_of_a_closed_community(cast: Cast, sign_in: SignIn) -> None:
    sent = report(cast.alice, cast.closed_post, note="Lisez ceci.", may_pass=True)
    ada = sign_in(cast.ada)
    page = text(ada.get("/reports/"))
    assert "Lisez ceci." not in page and "turbine" not in page
    assert cast.closed.name in page  # that one report waits there
    assert ada.get(f"/reports/{sent.pk}/").status_code == 404
    assert pass_on_due(NOW + timedelta(days=1)) == 0
    assert [pass_on_due(LATE), pass_on_due(LATE)] == [1, 0]
    assert told(cast.ada) == [("report", cast.closed.name)]
    for page in (text(ada.get("/reports/")), text(ada.get(f"/reports/{sent.pk}/"))):
        assert "Lisez ceci." in page and cast.closed.name in page
        assert "turbine" not in page and cast.bob.name not in page
    assert ada.post(f"/reports/{sent.pk}/decide", {"outcome": "removed", "reason": "x"}).status_code == 422
    with pytest.raises(Refused):
        decide_report(by=cast.ada, report=sent, outcome="kept", reason="x", at=LATE)
    make_member(cast.ada, cast.closed)  # visible, and a member
    sent.refresh_from_db()
    assert "removed" in outcomes(cast.ada, sent)
    assert "turbine" in text(ada.get(f"/reports/{sent.pk}/"))
    assert pass_on_due in tasks.DUE


def test_without_agreement_a_report_of_a_closed_community_stays_there(cast: Cast) -> None:
    sent = report(cast.alice, cast.closed_post, note="Entre nous.")
    assert pass_on_due(LATE) == 0
    assert notices(cast.ada) == []
    assert not feeds.reports_to_judge(cast.ada)
    decide_report(by=cast.erin, report=sent, outcome="kept", reason="Soit.", at=SOON)
    assert not feeds.reports_decided(cast.ada).rows


def test_nothing_tells_an_administrator_of_a_secret_community(cast: Cast, sign_in: SignIn) -> None:
    waits = report(cast.alice, make_comment(cast.bob, cast.secret_post, "hélice"), may_pass=True)
    ada, program = sign_in(cast.ada), Program(cast.ada)
    assert feeds.reports_elsewhere(cast.ada) == []
    assert str(len(program("GET", "reports")["results"])) == "0"
    with pytest.raises(Refused) as alone:  # alice wrote it, and nobody else animates there
        report(cast.bob, cast.secret_post)
    assert alone.value.field == "may_pass"
    passed = report(cast.bob, cast.secret_post, note="Aidez-moi.", may_pass=True)
    assert told(cast.ada) == [("report", "")]
    shown = [text(ada.get("/reports/")), text(ada.get(f"/reports/{passed.pk}/")), text(ada.get("/notifications/"))]
    for page in [*shown, str(program("GET", "reports")), str(program("GET", f"reports/{passed.pk}")), str(program("GET", "notifications"))]:
        assert "hélice" not in page and cast.secret.name not in page and cast.secret.slug not in page and cast.alice.name not in page
        assert str(cast.secret_post.pk) not in page
    assert "Aidez-moi." in shown[0] and "Aidez-moi." in shown[1]
    decide_report(by=cast.ada, report=passed, outcome="answered", reason="Je vous appelle.", at=SOON)
    assert notices(cast.bob) == ["report_decided"]
    assert "Je vous appelle." in text(sign_in(cast.bob).get(f"/reports/{passed.pk}/"))
    assert notices(cast.alice).count("content_warned") == 0
    assert Report.objects.get(pk=waits.pk).state == "open"


def test_who_runs_a_secret_community_stays_secret_once_they_decided(cast: Cast, sign_in: SignIn) -> None:
    """Passed on, then decided where it was said: the administrator learns that it was, not by whom nor in which words."""
    sent = report(cast.alice, make_comment(cast.bob, cast.secret_post, "hélice"), note="À voir.", may_pass=True)
    assert pass_on_due(LATE) == 1
    decide_report(by=cast.alice, report=sent, outcome="warned", reason="Plus de mots sur l’hélice.", at=LATE)
    ada, program, alice = sign_in(cast.ada), Program(cast.ada), sign_in(cast.alice)
    queue, shown = text(ada.get("/reports/")), text(ada.get(f"/reports/{sent.pk}/"))
    [listed], alone = program("GET", "reports?state=decided")["results"], program("GET", f"reports/{sent.pk}")
    assert "À voir." in queue and "À voir." in shown  # what its reporter wrote for her
    for page in (queue.split("<main")[1], shown.split("<main")[1], str(listed), str(alone)):
        assert "hélice" not in page and cast.secret.name not in page and cast.bob.name not in page
    for row in (listed, alone):
        assert (row["state"], row["decided_by"], row["decision"], row["community"]) == ("warned", None, "", None)
    assert "Plus de mots sur l’hélice." in text(alice.get(f"/reports/{sent.pk}/"))
    own = report(cast.bob, cast.secret_post, may_pass=True)
    decide_report(by=cast.ada, report=own, outcome="answered", reason="Je vous appelle.", at=LATE)
    assert program("GET", f"reports/{own.pk}")["decision"] == "Je vous appelle."  # her own words


def test_the_log_keeps_the_acts_of_a_secret_community_without_saying_whose(cast: Cast, sign_in: SignIn) -> None:
    of_secret = report(cast.bob, make_comment(cast.alice, make_post(cast.bob, cast.secret), "hélice"), may_pass=True)
    change_role(by=cast.alice, community=cast.secret, person=cast.bob, role="animator", at=SOON)
    of_secret.refresh_from_db()
    decide_report(by=cast.bob, report=of_secret, outcome="kept", reason="Soit.", at=SOON)
    rename_community(by=cast.alice, community=cast.secret, name="Tout autre nom", at=SOON)
    in_open = report(cast.carol, make_post(cast.bob, cast.open, "Mot."))
    decide_report(by=cast.erin, report=in_open, outcome="kept", reason="Soit.", at=SOON)
    hidden, shown = (AuditEvent.objects.get(act="report.decide", actor_id=person.pk) for person in (cast.bob, cast.erin))
    ada, log = sign_in(cast.ada), "/admin/audit/auditevent/"
    page = text(ada.get(f"{log}?act__exact=report.decide"))
    assert page.count("report.decide</") >= 2 and cast.erin.name in page
    assert cast.bob.name not in page and f": {hidden.detail['community']}" not in page.replace("report", "")
    everything = text(ada.get(log))
    assert cast.secret.slug not in everything and "tout-autre-nom" not in everything
    alone = text(ada.get(f"{log}{hidden.pk}/change/"))
    assert "report.decide" in alone and cast.bob.name not in alone and hidden.target_id not in alone
    assert ada.get(f"{log}{hidden.pk}/history/").status_code == 404
    asked = (f"actor_id={cast.bob.pk}", f"target_id={hidden.target_id}", "q=report.decide", "o=-2", "target_type__exact=comment")
    for question in asked:  # nothing of it answers a question about what is veiled
        assert f"/auditevent/{hidden.pk}/" not in text(ada.get(f"{log}?{question}")), question
    assert f"/auditevent/{shown.pk}/" in text(ada.get(f"{log}?actor_id={cast.erin.pk}"))
    make_member(cast.ada, cast.secret)
    assert cast.bob.name in text(ada.get(f"{log}?act__exact=report.decide"))


def test_the_author_opens_the_report_that_they_were_told_of_and_no_other(cast: Cast, sign_in: SignIn) -> None:
    """Else they would count those who reported."""
    post = make_post(cast.bob, cast.open, "Publicité.")
    sent = [report(person, post) for person in (cast.carol, cast.max, cast.sam)]
    decide_report(by=cast.erin, report=sent[1], outcome="warned", reason="Pas ici.", at=SOON)
    assert notices(cast.bob) == ["content_warned"]
    bob, program = sign_in(cast.bob), Program(cast.bob)
    assert [bob.get(f"/reports/{each.pk}/").status_code for each in sent] == [404, 200, 404]
    for each, status in zip(sent, (404, 200, 404), strict=True):
        program("GET", f"reports/{each.pk}/decision", status=status)
    for person, each in zip((cast.carol, cast.max, cast.sam), sent, strict=True):
        assert sign_in(person).get(f"/reports/{each.pk}/").status_code == 200


def test_whoever_was_put_out_reads_the_decision_without_the_name_of_the_place(cast: Cast, sign_in: SignIn) -> None:
    sent = report(cast.alice, make_comment(cast.bob, cast.secret_post, "Mot."))
    decide_report(by=cast.alice, report=sent, outcome="warned", reason="Pas ainsi.", at=SOON)
    assert notices(cast.bob) == ["content_warned"]
    bob, address = sign_in(cast.bob), f"/reports/{sent.pk}/"
    assert cast.secret.name in text(bob.get(address))
    remove_member(by=cast.alice, community=cast.secret, person=cast.bob, at=SOON)
    rename_community(by=cast.alice, community=cast.secret, name="Tout autre nom", at=SOON)
    page = text(bob.get(address))
    assert "Pas ainsi." in page
    assert "Tout autre nom" not in page and cast.secret.name not in page


def test_a_guest_and_someone_outside_hear_of_no_report(cast: Cast, sign_in: SignIn) -> None:
    sent = report(cast.alice, cast.closed_post)
    for person in (cast.carol, cast.guest, cast.dave):
        client = sign_in(person)
        assert client.get(f"/reports/{sent.pk}/").status_code == 404
        assert client.get(f"/c/{cast.closed.slug}/reports").status_code in (403, 404)
        assert notices(person) == []


def test_who_animates_no_more_hears_no_more(cast: Cast, sign_in: SignIn) -> None:
    sent = report(cast.alice, cast.closed_post)
    assert notices(cast.erin) == ["report"]
    leave_community(by=cast.erin, community=cast.closed, at=SOON)
    assert notices(cast.erin) == []
    assert feeds.unread_notifications(cast.erin) == 0
    assert sign_in(cast.erin).get(f"/reports/{sent.pk}/").status_code == 404
    assert Notification.objects.filter(person=cast.erin, notice="report").exists()


def test_working_days_leave_out_saturdays_and_sundays() -> None:
    monday = datetime(2026, 11, 23, 10, tzinfo=UTC)
    assert working_days_before(monday, 3) == datetime(2026, 11, 18, 10, tzinfo=UTC)


# Cost ---------------------------------------------------------------------------------------------


def test_the_queue_costs_as_many_queries_whatever_waits(cast: Cast) -> None:
    for number in range(6):
        report(cast.carol, make_post(cast.bob, cast.open, f"Message {number}"))
    with counted(1):
        feeds.reports_waiting(cast.erin, cast.open)
    with counted(2):
        feeds.reports_of_community(cast.erin, cast.open)
    with counted(4):
        feeds.reports_to_judge(cast.ada)
    with counted(2):
        feeds.reports_elsewhere(cast.ada)


def test_the_tab_counts_what_waits(cast: Cast, sign_in: SignIn) -> None:
    report(cast.carol, make_post(cast.bob, cast.open, "Publicité."))
    report(cast.carol, cast.open_post)  # erin's own
    page = text(sign_in(cast.erin).get(f"/c/{cast.open.slug}/members"))
    assert f'/c/{cast.open.slug}/reports">Signalements <span class="count">1<' in page
    assert "/reports" not in text(sign_in(cast.bob).get(f"/c/{cast.open.slug}/members"))


# Testimonials, charters, practices ----------------------------------------------------------------


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
        told = {"situation": "Avant", "change": "Après", "happened_on": NOW.date() - timedelta(days=3)}
        story = make_post(cast.erin, cast.open, "", title="Succès", kind="story", details=told)
        quote = offer_testimonial(by=cast.bob, post=story, quote="Témoignage douteux.", uses=["internal"], at=NOW)
        reads = lambda: bool(feeds.testimonials_about(cast.carol, story))  # noqa: E731
        return Said("Témoignage douteux.", f"/p/{story.pk}/", f"testimonials/{quote.pk}/report", reads)
    if kind == "practice":
        change_role(by=cast.erin, community=cast.open, person=cast.bob, role="animator", at=NOW)
        made = create_practice(by=cast.bob, community=cast.open, title="Pratique douteuse.", at=NOW)
        change_role(by=cast.erin, community=cast.open, person=cast.bob, role="member", at=NOW)
        reads = lambda: bool(feeds.practices(cast.carol, cast.open, today=NOW.date()))  # noqa: E731
        return Said("Pratique douteuse.", f"{place}/practices", f"{api}/practices/{made.pk}/report", reads)
    by = cast.bob if kind == "proposal" else cast.erin
    proposal = propose_change(by=by, community=cast.open, text="Charte douteuse.", why="Pourquoi douteux.", at=NOW)
    page, path = f"{place}/charter/proposals/{proposal.pk}", f"{api}/charter/proposals/{proposal.pk}"
    if kind == "proposal":
        reads = lambda: bool(feeds.charter_proposals(cast.open))  # noqa: E731
        return Said("Charte douteuse.", page, f"{path}/report", reads)
    give_opinion(by=cast.bob, proposal=proposal, consents=False, reason="Objection douteuse.", at=NOW)
    reads = lambda: bool(feeds.charter_proposal(cast.carol, proposal).objections)  # noqa: E731
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
    proposal = CharterProposal.objects.get()
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


# Programs -----------------------------------------------------------------------------------------


def test_programs_report_list_and_decide_with_the_same_rights(cast: Cast) -> None:
    carol, erin, bob = Program(cast.carol), Program(cast.erin), Program(cast.bob)
    post = make_post(cast.bob, cast.open, "Conseil risqué.")
    sent = carol("POST", f"posts/{post.pk}/report", {"reason": "dangerous", "note": "Sans consignation."}, status=201)
    assert (sent["state"], sent["about"]) == ("open", "post")
    assert "detail" in carol("POST", f"posts/{post.pk}/report", {"reason": "dangerous"}, status=400)
    assert "note" in carol("POST", f"people/{cast.bob.pk}/report", {"reason": "other"}, status=400)
    carol("POST", f"communities/{cast.closed.slug}/report", {"reason": "off_topic"}, status=201)
    Program(cast.guest)("POST", f"communities/{cast.open.slug}/report", {"reason": "off_topic"}, status=404)
    bob("GET", f"communities/{cast.open.slug}/reports", status=403)
    [case] = erin("GET", f"communities/{cast.open.slug}/reports")["results"]
    assert (case["post"], case["author"]["id"], case["reports"][0]["reporter"]["id"]) == (str(post.pk), cast.bob.pk, cast.carol.pk)
    bob("POST", f"reports/{case['id']}/decision", {"outcome": "kept", "reason": "x"}, status=404)
    assert "reason" in erin("POST", f"reports/{case['id']}/decision", {"outcome": "removed", "reason": " "}, status=400)
    assert erin("POST", f"reports/{case['id']}/decision", {"outcome": "removed", "reason": "Danger."})["state"] == "removed"
    assert notices(cast.bob) == ["content_removed"]
    assert bob("GET", f"reports/{case['id']}/decision")["decision"] == "Danger."
    assert carol("GET", f"reports/{sent['id']}/decision")["state"] == "removed"
    assert len(erin("GET", f"communities/{cast.open.slug}/reports?state=decided")["results"]) == 1
    erin("GET", "reports", status=403)
    assert [each["about"] for each in Program(cast.ada)("GET", "reports")["results"]] == ["community"]


def test_a_report_keeps_the_title_apart_from_the_text(cast: Cast) -> None:
    post = make_post(cast.bob, cast.open, "Les vestiaires sont sales.", title="A < B ?")
    assert report(cast.erin, post).excerpt == "A < B ? · Les vestiaires sont sales."
