"""A past written in bulk: the checks and counts of one at a time, original dates, nobody woken, safe to send twice."""

from datetime import timedelta

import pytest

from communities.actions.batches import (
    NewAcceptance,
    NewComment,
    NewPost,
    NewReaction,
    accept_answers,
    add_reactions,
    create_comments,
    create_posts,
)
from communities.actions.member_batches import NewInvitation, NewMembership, ReadMark, add_invitations, add_members, mark_all_read
from communities.models import Comment, CommunityInvitation, Event, Membership, MembershipSpell, Mention, Notification, PendingEvent, Post
from rse.lib.ids import instant_of
from rse.lib.refusal import Refused
from rse.people.actions.batches import NewPerson, create_people
from rse.people.models import Person, PersonSpell
from tests.conftest import Cast
from tests.factories import START, make_community, make_person

pytestmark = pytest.mark.django_db
OLD = START - timedelta(days=400)
HOUR = timedelta(hours=1)


def posted(cast: Cast, *bodies: str, **more: object) -> list[Post]:
    rows = [NewPost(cast.bob, cast.open, body, OLD + n * HOUR, **more) for n, body in enumerate(bodies)]  # type: ignore[arg-type]
    return create_posts(rows, source="import:test")


def test_posts_keep_their_dates_and_wake_nobody(cast: Cast) -> None:
    newest, waiting, told = cast.open.last_post_id, PendingEvent.objects.count(), Notification.objects.count()
    one, two = posted(cast, "Un **essai**", f"Pour @{cast.erin.name}")
    assert one.body_html == "<p>Un <strong>essai</strong></p>"
    assert abs(instant_of(one.pk) - OLD) < timedelta(seconds=1)
    assert Event.objects.get(verb="post", object_id=one.pk).at == OLD
    assert Mention.objects.get(post=two).person == cast.erin
    assert Event.objects.get(verb="mention", object_id=two.pk).target_id == cast.erin.pk
    assert (PendingEvent.objects.count(), Notification.objects.count()) == (waiting, told)
    cast.open.refresh_from_db()
    assert cast.open.last_post_id == newest


def test_a_newer_post_freshens_its_community_and_its_author(cast: Cast) -> None:
    (post,) = create_posts([NewPost(cast.bob, cast.open, "Nouveau", START + timedelta(days=900))], source="import:test")
    cast.open.refresh_from_db()
    cast.bob.refresh_from_db()
    assert cast.open.last_post_id == cast.bob.last_post_id == post.pk


def test_a_batch_sent_twice_writes_once(cast: Cast) -> None:
    rows = [NewPost(cast.bob, cast.open, "Déjà dit", OLD, key="slack:1"), NewPost(cast.bob, cast.open, "Sans clé", OLD)]
    first, again = create_posts(rows[:1], source="import:test"), create_posts(rows, source="import:test")
    assert again[0].pk == first[0].pk
    assert Post.objects.filter(body="Déjà dit").count() == 1
    assert Event.objects.filter(verb="post", object_id=first[0].pk).count() == 1
    answers = [NewComment(cast.erin, first[0], "Oui", OLD + HOUR, key="slack:2")]
    assert create_comments(answers, source="import:test")[0].pk == create_comments(answers, source="import:test")[0].pk
    first[0].refresh_from_db()
    assert first[0].comment_count == 1


def test_words_are_checked_as_those_of_one_person(cast: Cast) -> None:
    with pytest.raises(Refused):
        posted(cast, "Bon", "   ")
    with pytest.raises(Refused):
        posted(cast, "Bon", kind="poem")
    assert not Post.objects.filter(body="Bon").exists()
    (post,) = posted(cast, "<script>alert(1)</script>")
    assert "<script" not in post.body_html


def test_someone_out_of_sight_is_not_mentioned(cast: Cast) -> None:
    row = NewPost(cast.guest, cast.partners, f"Bonjour @{cast.carol.name}", OLD)
    (post,) = create_posts([row], source="import:test")
    assert not Mention.objects.filter(post=post).exists()
    assert Event.objects.filter(verb="mention", object_id=post.pk).count() == 0


def test_answers_are_counted_and_hung_one_level_deep(cast: Cast) -> None:
    (post,) = posted(cast, "Question", kind="question")
    (top,) = create_comments([NewComment(cast.erin, post, "Réponse", OLD + HOUR)], source="import:test")
    (reply,) = create_comments([NewComment(cast.bob, post, "Merci", OLD + 2 * HOUR, parent=top)], source="import:test")
    (deeper,) = create_comments([NewComment(cast.erin, post, "De rien", OLD + 3 * HOUR, parent=reply)], source="import:test")
    assert (reply.parent, deeper.parent) == (top, top)
    assert Event.objects.get(verb="comment", object_id=top.pk).target_id == cast.bob.pk
    accept_answers([NewAcceptance(cast.bob, top, OLD + 4 * HOUR)], source="import:test")
    post.refresh_from_db()
    assert (post.comment_count, post.last_activity_at, post.accepted_comment_id) == (3, OLD + 3 * HOUR, top.pk)
    assert post.answer_count == Comment.objects.filter(post=post).exclude(author=post.author_id).count() == 2
    assert Event.objects.get(verb="accept", object_id=top.pk).at == OLD + 4 * HOUR


def test_an_answer_stays_in_its_thread_and_only_questions_are_solved(cast: Cast) -> None:
    one, other = posted(cast, "Un", "Autre")
    (comment,) = create_comments([NewComment(cast.erin, one, "Ici", OLD + HOUR)], source="import:test")
    with pytest.raises(Refused):
        create_comments([NewComment(cast.erin, other, "Là", OLD + HOUR, parent=comment)], source="import:test")
    with pytest.raises(Refused):
        accept_answers([NewAcceptance(cast.bob, comment, OLD + HOUR)], source="import:test")


def test_a_reaction_counts_once_however_often_it_is_sent(cast: Cast) -> None:
    (post,) = posted(cast, "Utile")
    (comment,) = create_comments([NewComment(cast.erin, post, "Oui", OLD + HOUR)], source="import:test")
    rows = [NewReaction(cast.erin, post, "utile", OLD + HOUR)] * 2 + [NewReaction(cast.bob, post, "merci", OLD + HOUR, comment=comment)]
    assert add_reactions(rows, source="import:test") == 2
    assert add_reactions([*rows, NewReaction(cast.carol, post, "utile", OLD + HOUR)], source="import:test") == 1
    assert Post.objects.get(pk=post.pk).reaction_counts == {"utile": 2}
    assert Comment.objects.get(pk=comment.pk).reaction_counts == {"merci": 1}
    assert Event.objects.filter(verb="reaction", root_id=post.pk).count() == 3
    with pytest.raises(Refused):
        add_reactions([NewReaction(cast.bob, post, "bravo", OLD)], source="import:test")


def test_members_come_and_go_at_their_dates(cast: Cast) -> None:
    place, here, gone = make_community(), make_person("Rita"), make_person("Paul")
    before = place.members_count
    rows = [NewMembership(here, place, OLD, role="animator"), NewMembership(gone, place, OLD, OLD + HOUR)]
    add_members(rows, source="import:test")
    place.refresh_from_db()
    assert place.members_count == before + 1
    assert Membership.objects.get(community=place, person=here).role == "animator"
    assert not Membership.objects.filter(community=place, person=gone).exists()
    assert MembershipSpell.objects.get(community=place, person=gone).to_at == OLD + HOUR
    verbs = Event.objects.filter(community_id=place.pk, actor_id=gone.pk).order_by("id").values_list("verb", flat=True)
    assert list(verbs) == ["join", "leave"]


def test_invitations_and_reading_marks(cast: Cast) -> None:
    row = NewInvitation(cast.carol, cast.open, cast.erin, OLD, OLD + HOUR, True)
    add_invitations([row], source="import:test")
    invitation = CommunityInvitation.objects.get(person=cast.carol, community=cast.open)
    assert (invitation.accepted, invitation.created_at) == (True, OLD)
    assert Event.objects.get(verb="invite", target_id=cast.carol.pk, community_id=cast.open.pk).at == OLD
    mark_all_read([ReadMark(cast.bob, cast.open, 1 << 60), ReadMark(cast.bob, cast.closed, 0)])
    marks = dict(Membership.objects.filter(person=cast.bob).values_list("community_id", "last_read_id"))
    assert marks.get(cast.open.pk, 1 << 60) == 1 << 60
    assert marks[cast.closed.pk] >= 0


def test_accounts_are_opened_with_their_manager_and_their_spells() -> None:
    lead = NewPerson("lead@valdorne.example", "Chef", OLD)
    gone = NewPerson("gone@valdorne.example", "Parti", OLD, manager=lead, left_at=OLD + HOUR)
    create_people([lead, gone], by=None, at=START, source="import:test")
    person = Person.objects.get(email="gone@valdorne.example")
    assert person.manager == lead.person
    assert (person.is_active, person.deactivated_at, person.has_usable_password()) == (False, OLD + HOUR, False)
    spells = PersonSpell.objects.filter(person=person).order_by("from_at", "is_active")
    assert [(spell.is_active, spell.from_at, spell.to_at) for spell in spells.order_by("from_at")] == [
        (True, OLD, OLD + HOUR),
        (False, OLD + HOUR, None),
    ]
    with pytest.raises(Refused):
        create_people([NewPerson("LEAD@valdorne.example", "Autre", OLD)], by=None, at=START, source="import:test")
    with pytest.raises(Refused, match="chef at usine"):
        create_people([NewPerson("chef at usine", "Sans adresse", OLD)], by=None, at=START, source="import:test")
    with pytest.raises(Refused):
        create_people([NewPerson("x@valdorne.example", "Invité", OLD, is_guest=True, roles=["pilot"])], by=None, at=START, source="t")
