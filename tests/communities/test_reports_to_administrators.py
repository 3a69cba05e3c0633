"""Reports that administrators decide on, and what they never learn of closed and secret communities."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from communities import feeds, tasks
from communities.actions.communities import rename_community
from communities.actions.memberships import change_role, leave_community, remove_member
from communities.actions.reports import decide_report, outcomes, pass_on_due, working_days_before
from communities.models import Notification, Report
from rse.audit.models import AuditEvent
from rse.lib.refusal import Refused
from rse.people.models import Person
from tests.communities.api.program import Program
from tests.communities.pages import text
from tests.communities.test_reports import LATE, SOON, notices, report, told
from tests.conftest import Cast
from tests.factories import NOW, make_comment, make_member, make_person, make_post

SignIn = Callable[[Person], Client]
pytestmark = pytest.mark.django_db


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
