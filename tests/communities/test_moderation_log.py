"""What those who animate do to what others wrote leaves a trace in the audit log, and no word of it."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from communities.actions.proposals import decline_proposal, propose_change
from rse.audit.models import AuditEvent
from rse.people.models import Person
from tests.communities.api.program import Program
from tests.conftest import Cast
from tests.factories import NOW, make_comment, make_post

SignIn = Callable[[Person], Client]
pytestmark = pytest.mark.django_db


def traces() -> list[tuple[Any, ...]]:
    rows = AuditEvent.objects.filter(at__gte=NOW, act__regex="^(post|comment|answer|charter)[.]").order_by("id")
    return [(row.act, row.actor_id, row.target_type, row.target_id, row.detail.get("author")) for row in rows]


def test_each_act_of_moderation_is_written_down_without_the_words(cast: Cast, sign_in: SignIn) -> None:
    post = make_post(cast.bob, cast.open, "Mot-tu du jour ?", kind="question")
    comment = make_comment(cast.bob, post, "Réponse mot-tu.")
    erin, address, by = sign_in(cast.erin), f"/p/{post.pk}/", cast.erin.pk
    erin.post(f"{address}pin", {"do": "pin"})
    erin.post(f"{address}pin", {"do": "unpin"})
    erin.post(f"{address}comments/{comment.pk}/mark", {"state": "dangerous", "note": "mot-tu"})
    erin.post(f"{address}comments/{comment.pk}/delete")
    erin.post(f"{address}comments/{comment.pk}/restore")
    erin.post(f"{address}delete")
    erin.post(f"{address}restore")
    of_post, of_comment, author = ("post", str(post.pk)), ("comment", str(comment.pk)), cast.bob.pk
    assert traces() == [
        ("post.pin", by, *of_post, author),
        ("post.unpin", by, *of_post, author),
        ("answer.mark", by, *of_comment, author),
        ("comment.delete", by, *of_comment, author),
        ("comment.restore", by, *of_comment, author),
        ("post.delete", by, *of_post, author),
        ("post.restore", by, *of_post, author),
    ]
    assert "mot-tu" not in "".join(str(row.detail) for row in AuditEvent.objects.all()).lower()
    assert {row.detail["community"] for row in AuditEvent.objects.filter(act__startswith="post.")} == {cast.open.pk}


def test_programs_leave_the_same_trace_and_ones_own_leaves_none(cast: Cast) -> None:
    theirs, own = make_post(cast.bob, cast.open, "Un."), make_post(cast.erin, cast.open, "Deux.")
    mine = make_comment(cast.erin, theirs, "Trois.")
    program = Program(cast.erin)
    for path in (f"posts/{own.pk}", f"comments/{mine.pk}", f"posts/{theirs.pk}"):
        program("DELETE", path, status=204)
    assert [(act, target) for act, _by, _type, target, _author in traces()] == [("post.delete", str(theirs.pk))]


def test_a_decision_on_the_charter_is_written_down(cast: Cast) -> None:
    proposal = propose_change(by=cast.bob, community=cast.open, text="Autre charte.", why="Plus clair.", at=NOW)
    decline_proposal(by=cast.erin, proposal=proposal, reason="Trop tôt, mot-tu.", at=NOW)
    assert traces() == [("charter.decline", cast.erin.pk, "proposal", str(proposal.pk), cast.bob.pk)]
    assert "mot-tu" not in str(AuditEvent.objects.get(act="charter.decline").detail)
