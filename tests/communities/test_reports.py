"""Reports: who may send one, who decides, what each of those concerned learns, and what an administrator never does."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from communities import feeds
from communities.actions.comments import delete_comment
from communities.actions.memberships import change_role
from communities.actions.notifications import notify, waiting
from communities.actions.posts import delete_post, purge_deleted
from communities.actions.removals import restore_comment, settle_due
from communities.actions.reports import MAX_AN_HOUR, create_report, decide_report, forget_words
from communities.models import Comment, Community, Post, Report
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
