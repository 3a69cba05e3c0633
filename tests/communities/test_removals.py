"""Deleting, and taking it back: at once for all readers, for a minute, and right in both directions."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone

from communities import feeds, tasks
from communities.actions.comments import delete_comment
from communities.actions.communities import archive_community
from communities.actions.memberships import leave_community, remove_member
from communities.actions.posts import accept_answer, delete_post, purge_deleted
from communities.actions.removals import UNDO_LASTS, restore_comment, restore_post, settle_due
from communities.models import Event, Mention, Notification, PendingEvent, Post, Removal
from rse.lib.refusal import Refused
from rse.people.models import Person
from tests.communities.api.program import Program
from tests.communities.pages import ids, text
from tests.communities.sockets import opened, topic
from tests.conftest import Cast
from tests.factories import NOW, make_comment, make_post

SignIn = Callable[[Person], Client]
pytestmark = pytest.mark.django_db
SOON, LATE = NOW + timedelta(seconds=59), NOW + timedelta(seconds=61)


def _deletions() -> list[tuple[int | None, datetime, int | None]]:
    return list(Event.objects.filter(verb="delete").order_by("id").values_list("object_id", "at", "actor_id"))


def _forget(cast: Cast) -> None:
    Removal.objects.filter(post=cast.deleted_post).delete()


def test_a_deleted_post_is_gone_at_once_and_comes_back_whole(cast: Cast, sign_in: SignIn) -> None:
    comment = make_comment(cast.alice, cast.closed_post, f"Vu avec @{cast.erin.name}.")
    erin, bob, address = sign_in(cast.erin), sign_in(cast.bob), f"/p/{cast.closed_post.pk}/"
    page = text(erin.post(f"{address}delete", follow=True))
    assert f'action="{address}restore"' in page
    assert "Annuler" in page
    for reader in (bob, erin):
        assert reader.get(address).status_code == 404
        assert cast.closed_post.pk not in ids(text(reader.get(f"/c/{cast.closed.slug}/")))
    assert bob.post(f"{address}restore").status_code == 404, "only whoever deleted takes it back"
    answer = erin.post(f"{address}restore")
    assert answer["Location"] == address
    for _twice in range(2):
        assert erin.post(f"{address}restore")["Location"] == address
    page = text(bob.get(address))
    assert "turbine-fermée" in page
    assert comment.pk in ids(page)
    assert Post.objects.get(pk=cast.closed_post.pk).deleted_by is None
    assert Mention.objects.filter(comment=comment).exists()
    _forget(cast)
    assert settle_due(timezone.now() + timedelta(hours=1)) == 0
    assert _deletions() == []


def test_after_the_minute_it_is_history_at_its_own_time(cast: Cast) -> None:
    _forget(cast)
    comment = make_comment(cast.bob, cast.closed_post, f"À @{cast.erin.name}.")
    delete_comment(by=cast.alice, comment=comment, at=NOW)
    delete_post(by=cast.bob, post=cast.partners_post, at=NOW + timedelta(seconds=30), source="api")
    assert settle_due(SOON) == 0
    assert [settle_due(LATE), settle_due(LATE)] == [1, 0]
    assert _deletions() == [(comment.pk, NOW, cast.alice.pk)]
    assert not Mention.objects.filter(comment=comment).exists()
    with pytest.raises(Refused):
        restore_comment(by=cast.alice, comment=comment, at=SOON)
    tasks.due()
    Removal.objects.filter(post=cast.partners_post).update(at=timezone.now() - 2 * UNDO_LASTS)
    tasks.due()
    assert Event.objects.get(verb="delete", object_id=cast.partners_post.pk).source == "api"


def test_too_late_is_said(cast: Cast, sign_in: SignIn) -> None:
    delete_post(by=cast.erin, post=cast.open_post, at=timezone.now() - timedelta(seconds=70))
    page = text(sign_in(cast.erin).post(f"/p/{cast.open_post.pk}/restore", follow=True))
    assert "trop tard" in page
    assert Post.objects.get(pk=cast.open_post.pk).deleted_at is not None
    delete_post(by=cast.bob, post=cast.closed_post, at=timezone.now() - timedelta(seconds=70))
    Program(cast.bob)("DELETE", f"posts/{cast.closed_post.pk}/removal", status=400)


def test_a_comment_comes_back_with_its_count_its_replies_and_its_acceptance(cast: Cast, sign_in: SignIn) -> None:
    question = make_post(cast.bob, cast.open, "Lequel ?", kind="question")
    answer = make_comment(cast.erin, question, "Le torique.")
    reply = make_comment(cast.bob, question, "Merci.", parent=answer)
    accept_answer(by=cast.bob, post=question, comment=answer, at=NOW)
    erin, address = sign_in(cast.erin), f"/p/{question.pk}/"
    page = text(erin.post(f"{address}comments/{answer.pk}/delete", follow=True))
    assert f'action="{address}comments/{answer.pk}/restore"' in page
    assert "Le torique." not in page
    assert reply.pk in ids(page)
    question.refresh_from_db()
    assert (question.comment_count, question.accepted_comment_id) == (1, None)
    before = question.version
    assert erin.post(f"{address}comments/{answer.pk}/restore")["Location"] == f"{address}#c{answer.pk}"
    erin.post(f"{address}comments/{answer.pk}/restore")
    question.refresh_from_db()
    assert (question.comment_count, question.accepted_comment_id, question.version) == (2, answer.pk, before + 1)
    assert "Le torique." in text(sign_in(cast.bob).get(address))
    assert erin.post(f"/p/{cast.open_post.pk}/comments/{answer.pk}/restore").status_code == 404


def test_another_answer_accepted_meanwhile_stays_accepted(cast: Cast) -> None:
    question = make_post(cast.bob, cast.open, "Lequel ?", kind="question")
    first, second = (make_comment(cast.erin, question, f"Réponse {n}.") for n in range(2))
    accept_answer(by=cast.bob, post=question, comment=first, at=NOW)
    delete_comment(by=cast.erin, comment=first, at=NOW)
    accept_answer(by=cast.bob, post=question, comment=second, at=NOW)
    restore_comment(by=cast.erin, comment=first, at=SOON)
    assert Post.objects.get(pk=question.pk).accepted_comment_id == second.pk


def test_rights_are_looked_at_again(cast: Cast) -> None:
    other = make_comment(cast.alice, cast.closed_post, "À retirer.")
    delete_comment(by=cast.erin, comment=other, at=NOW)
    remove_member(by=cast.alice, community=cast.closed, person=cast.erin, at=NOW)
    with pytest.raises(PermissionDenied):
        restore_comment(by=cast.erin, comment=other, at=SOON)
    mine = make_post(cast.bob, cast.closed, "À moi.")
    delete_post(by=cast.bob, post=mine, at=NOW)
    leave_community(by=cast.bob, community=cast.closed, at=NOW)
    with pytest.raises(PermissionDenied):
        restore_post(by=cast.bob, post=mine, at=SOON)
    assert Post.objects.get(pk=mine.pk).deleted_at == NOW


def test_a_comment_does_not_come_back_to_a_thread_that_went(cast: Cast) -> None:
    comment = make_comment(cast.bob, cast.open_post, "Trop vite.")
    delete_comment(by=cast.bob, comment=comment, at=NOW)
    delete_post(by=cast.erin, post=cast.open_post, at=NOW)
    with pytest.raises(PermissionDenied):
        restore_comment(by=cast.bob, comment=comment, at=SOON)
    restore_post(by=cast.erin, post=cast.open_post, at=SOON)
    restore_comment(by=cast.bob, comment=comment, at=SOON)
    assert Post.objects.get(pk=cast.open_post.pk).comment_count == 1


def test_freshness_and_the_archive_follow(cast: Cast) -> None:
    last = make_post(cast.erin, cast.open, "Dernier.", at=NOW + timedelta(seconds=1))
    delete_post(by=cast.erin, post=last, at=NOW)
    assert Person.objects.get(pk=cast.erin.pk).last_post_id in (cast.open_post.pk, cast.archived_post.pk)
    archive_community(by=cast.erin, community=cast.open, at=NOW)
    restore_post(by=cast.erin, post=last, at=SOON)
    assert Person.objects.get(pk=cast.erin.pk).last_post_id == last.pk
    assert [row.id for row in feeds.community_feed(cast.bob, cast.open)] == [last.pk, cast.open_post.pk]


def test_who_was_mentioned_hears_of_it_though_it_was_away_for_a_moment(cast: Cast) -> None:
    PendingEvent.objects.all().delete()
    at = timezone.now() - timedelta(seconds=50)
    comment = make_comment(cast.alice, cast.closed_post, f"Regarde, @{cast.erin.name}.", at=at)
    delete_comment(by=cast.alice, comment=comment, at=at)
    PendingEvent.objects.update(at=at)
    tasks.sweep()
    assert not Notification.objects.filter(comment=comment).exists()
    restore_comment(by=cast.alice, comment=comment, at=timezone.now())
    PendingEvent.objects.update(at=at)
    tasks.sweep()
    assert set(Notification.objects.filter(comment=comment).values_list("person", flat=True)) == {cast.erin.pk, cast.bob.pk}


def test_what_is_settled_is_forgotten_with_the_words(cast: Cast) -> None:
    settle_due(LATE)
    purge_deleted(before=NOW)
    assert Removal.objects.exists()
    purge_deleted(before=LATE)
    assert not Removal.objects.exists()
    assert not Post.objects.get(pk=cast.deleted_post.pk).body


def test_a_program_deletes_and_takes_it_back(cast: Cast) -> None:
    as_bob, address = Program(cast.bob), f"posts/{cast.closed_post.pk}"
    as_bob("DELETE", address, status=204)
    Program(cast.alice)("DELETE", f"{address}/removal", status=404)
    assert as_bob("DELETE", f"{address}/removal")["title"] == "turbine-fermée"
    comment = make_comment(cast.bob, cast.closed_post, "Par un programme.")
    as_bob("DELETE", f"comments/{comment.pk}", status=204)
    Program(cast.alice)("DELETE", f"{address}/comments/{comment.pk}/removal", status=404)
    assert as_bob("DELETE", f"{address}/comments/{comment.pk}/removal")["body"] == "Par un programme."


def test_open_pages_hear_that_it_went_and_that_it_is_back(site: str, cast: Cast) -> None:
    place, post = topic(cast.closed), cast.closed_post
    with opened(site, cast.alice) as page, opened(site, cast.carol) as outside:
        page.follow(place, topic(post))
        outside.follow(topic(cast.open), place)
        delete_post(by=cast.bob, post=post, at=timezone.now())
        heard = [page.next()["kind"] for _each in range(3)]
        assert sorted(heard) == ["closed", "gone", "gone"]
        restore_post(by=cast.bob, post=post, at=timezone.now())
        message = page.next()
        assert (message["kind"], message["id"], message["topic"]) == ("back", str(post.pk), place)
        assert topic(post) in page.follow(topic(post))
        comment = make_comment(cast.bob, post, "Passager.", at=timezone.now())
        delete_comment(by=cast.bob, comment=comment, at=timezone.now())
        restore_comment(by=cast.bob, comment=comment, at=timezone.now())
        kinds = [page.next() for _each in range(9)]
        assert [one["kind"] for one in kinds if one["topic"] == topic(post)] == ["comment", "counts", "gone", "counts", "changed", "counts"]
        assert [one["comments"] for one in kinds if one["kind"] == "counts" and one["topic"] == place] == [2, 1, 2]
        assert outside.hears_nothing()
