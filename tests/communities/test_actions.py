"""Writes: what they change, what they record, what they refuse."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from communities.access import role_in
from communities.actions.comments import create_comment, delete_comment, edit_comment
from communities.actions.communities import Access, change_settings, create_community, rename_community
from communities.actions.memberships import (
    decide_request,
    hand_over,
    invite,
    join_community,
    leave_community,
    remove_member,
    request_to_join,
)
from communities.actions.notifications import claim, notify, waiting
from communities.actions.posts import accept_answer, create_post, delete_post, edit_post, purge_deleted
from communities.actions.reactions import react, unreact
from communities.actions.seen import record_seen
from communities.models import (
    CommunitySlug,
    Event,
    LeaveReason,
    MembershipSpell,
    Mention,
    Notification,
    PendingEvent,
    Post,
)
from rse.lib.refusal import Refused
from rse.people.actions.people import deactivate
from tests.conftest import Cast
from tests.factories import NOW, make_comment, make_member, make_person, make_post

LATER = NOW + timedelta(minutes=1)


def verbs() -> list[str]:
    return list(Event.objects.order_by("seq").values_list("verb", flat=True))


def test_a_member_posts_and_a_stranger_does_not(cast: Cast) -> None:
    before = Post.objects.count()
    post = create_post(by=cast.bob, community=cast.closed, body="**Bonjour** à tous", at=LATER)
    assert post.body_html == "<p><strong>Bonjour</strong> à tous</p>"
    assert verbs()[-1] == "post"
    cast.closed.refresh_from_db()
    assert cast.closed.last_post_id == post.pk
    for outsider in (cast.carol, cast.dave, cast.mallory, cast.ada, cast.guest):
        with pytest.raises(PermissionDenied):
            create_post(by=outsider, community=cast.closed, body="Bonjour", at=LATER)
    with pytest.raises(PermissionDenied):
        create_post(by=cast.erin, community=cast.archived, body="Bonjour", at=LATER)
    assert Post.objects.count() == before + 1


def test_the_same_client_key_posts_once(cast: Cast) -> None:
    first = create_post(by=cast.bob, community=cast.open, body="Une fois", client_key="k1", at=LATER)
    again = create_post(by=cast.bob, community=cast.open, body="Une fois", client_key="k1", at=LATER)
    other = create_post(by=cast.erin, community=cast.open, body="Une autre", client_key="k1", at=LATER)
    assert first.pk == again.pk != other.pk
    comments = [create_comment(by=cast.bob, post=first, body="Oui", client_key="c", at=LATER).pk for _ in range(2)]
    assert len(set(comments)) == 1
    first.refresh_from_db()
    assert first.comment_count == 1


@pytest.mark.parametrize("body", ["", "   \n ", "\x00", "x" * 100_000])
def test_unfit_words_are_refused_in_words(cast: Cast, body: str) -> None:
    with pytest.raises(Refused) as refusal:
        create_post(by=cast.bob, community=cast.open, body=body, at=LATER)
    assert refusal.value.field == "body" and str(refusal.value)


@pytest.mark.parametrize(
    "attack",
    [
        "<script>alert(1)</script>",
        "[x](javascript:alert(1))",
        '<img src=x onerror="alert(1)">',
        "![x](https://example.org/pixel.png)",
        "[a](data:text/html;base64,PHNjcmlwdD4=)",
        "<a href='vbscript:x'>a</a>",
        "\ue000only:edit\ue001",
        "`<b onmouseover=x>`",
    ],
)
def test_attacks_come_out_as_text(cast: Cast, attack: str) -> None:
    html = create_post(by=cast.bob, community=cast.open, body=f"Voici {attack} fin", at=LATER).body_html
    assert "<script" not in html and "<img" not in html and "<b " not in html and "\ue000" not in html
    assert 'href="javascript' not in html and 'href="data' not in html and 'href="vbscript' not in html
    assert html.startswith("<p>Voici")


def test_who_is_named_is_mentioned_once_and_told_if_they_may_read(cast: Cast) -> None:
    post = create_post(
        by=cast.bob,
        community=cast.closed,
        body=f"@{cast.alice.name}, @{cast.alice.name} et @{cast.carol.name}. `@{cast.erin.name}`",
        at=LATER,
    )
    assert f'<a href="/people/{cast.alice.pk}/" class="mention"' in post.body_html
    assert set(Mention.objects.filter(post=post).values_list("person_id", flat=True)) == {cast.alice.pk, cast.carol.pk}
    for event_id in PendingEvent.objects.values_list("event_id", flat=True):
        notify(event_id=event_id, at=LATER)
        notify(event_id=event_id, at=LATER)
    told = Notification.objects.filter(post=post, notice="mention")
    assert [row.person_id for row in told] == [cast.alice.pk]
    edit_post(by=cast.bob, post=post, body="Plus personne", at=LATER)
    assert not Mention.objects.filter(post=post).exists()


def test_namesakes_are_told_apart_by_membership_or_not_at_all(cast: Cast) -> None:
    first, second = (make_person("Jean", last_name="Homonyme") for _ in range(2))
    post = make_post(cast.bob, cast.open, "Voir @Jean Homonyme")
    assert not Mention.objects.filter(post=post).exists()
    make_member(second, cast.open)
    post = make_post(cast.bob, cast.open, "Voir @Jean Homonyme")
    assert [m.person_id for m in Mention.objects.filter(post=post)] == [second.pk]
    assert first.pk != second.pk


def test_editing_is_for_authors_and_deleting_also_for_moderators(cast: Cast) -> None:
    for other in (cast.alice, cast.erin, cast.carol):
        with pytest.raises(PermissionDenied):
            edit_post(by=other, post=cast.closed_post, body="Autre", at=LATER)
    version = cast.closed_post.version
    post = edit_post(by=cast.bob, post=cast.closed_post, body="Corrigé", at=LATER)
    assert (post.edited_at, post.version) == (LATER, version + 2)  # one comment came before
    with pytest.raises(PermissionDenied):
        delete_post(by=cast.carol, post=post, at=LATER)
    assert delete_post(by=cast.erin, post=post, at=LATER).deleted_by == cast.erin
    assert purge_deleted(before=LATER + timedelta(seconds=1)) == 2
    assert Post.objects.get(pk=post.pk).body == ""


def test_a_reply_to_a_reply_joins_its_thread(cast: Cast) -> None:
    first = make_comment(cast.erin, cast.open_post)
    reply = make_comment(cast.bob, cast.open_post, parent=first)
    deeper = make_comment(cast.erin, cast.open_post, parent=reply)
    assert (reply.parent, deeper.parent) == (first, first)
    elsewhere = make_comment(cast.bob, cast.partners_post)
    with pytest.raises(Refused):
        make_comment(cast.erin, cast.open_post, parent=elsewhere)
    edit_comment(by=cast.bob, comment=reply, body="Mieux dit", at=LATER)
    delete_comment(by=cast.bob, comment=reply, at=LATER)
    cast.open_post.refresh_from_db()
    assert cast.open_post.comment_count == 2
    assert Event.objects.filter(verb="comment", object_id=deeper.pk).get().target_id == cast.erin.pk


def test_only_questions_have_an_accepted_answer(cast: Cast) -> None:
    question = make_post(cast.bob, cast.open, "Qui sait ?", kind="question")
    answer = make_comment(cast.erin, question, "Moi.")
    with pytest.raises(PermissionDenied):
        accept_answer(by=cast.carol, post=question, comment=answer, at=LATER)
    assert accept_answer(by=cast.bob, post=question, comment=answer, at=LATER).accepted_comment == answer
    with pytest.raises(Refused):
        accept_answer(by=cast.erin, post=cast.open_post, comment=answer, at=LATER)
    delete_comment(by=cast.erin, comment=answer, at=LATER)
    question.refresh_from_db()
    assert question.accepted_comment is None


def test_reactions_count_once_and_come_back(cast: Cast) -> None:
    assert react(by=cast.carol, post=cast.open_post, kind="utile", at=LATER)
    assert not react(by=cast.carol, post=cast.open_post, kind="utile", at=LATER)
    react(by=cast.bob, post=cast.open_post, kind="merci", at=LATER)
    cast.open_post.refresh_from_db()
    assert cast.open_post.reaction_counts == {"utile": 1, "merci": 1}
    assert unreact(by=cast.carol, post=cast.open_post, kind="utile", at=LATER)
    cast.open_post.refresh_from_db()
    assert cast.open_post.reaction_counts == {"merci": 1}
    assert verbs()[-1] == "unreact"
    with pytest.raises(Refused):
        react(by=cast.bob, post=cast.open_post, kind="inconnue", at=LATER)
    with pytest.raises(PermissionDenied):
        react(by=cast.carol, post=cast.closed_post, kind="utile", at=LATER)


def test_asking_deciding_and_being_told(cast: Cast) -> None:
    request = request_to_join(by=cast.carol, community=cast.closed, note="Pour les appels", at=LATER)
    with pytest.raises(PermissionDenied):
        decide_request(by=cast.bob, request=request, accept=True, at=LATER)
    with pytest.raises(Refused):
        decide_request(by=cast.erin, request=request, accept=False, at=LATER)
    decide_request(by=cast.erin, request=request, accept=False, reason="Réservé au service", at=LATER)
    again = request_to_join(by=cast.carol, community=cast.closed, at=LATER)
    decide_request(by=cast.alice, request=again, accept=True, at=LATER)
    with pytest.raises(Refused):
        decide_request(by=cast.alice, request=again, accept=True, at=LATER)
    for event_id in waiting(at=LATER + timedelta(minutes=5), older_than=timedelta(seconds=30)):
        assert claim(event_id=event_id, at=LATER + timedelta(minutes=5))
        assert not claim(event_id=event_id, at=LATER + timedelta(minutes=5))
        notify(event_id=event_id, at=LATER)
    told = Notification.objects.filter(person=cast.carol).order_by("id").values_list("notice", flat=True)
    assert list(told) == ["request_refused", "request_accepted"]
    assert Notification.objects.filter(notice="join_request", person=cast.alice).count() == 2


def test_a_secret_community_is_entered_by_invitation_only(cast: Cast) -> None:
    with pytest.raises(PermissionDenied):
        join_community(by=cast.carol, community=cast.secret, at=LATER)
    with pytest.raises(PermissionDenied):
        invite(by=cast.bob, community=cast.secret, person=cast.carol, at=LATER)
    invite(by=cast.alice, community=cast.secret, person=cast.carol, at=LATER)
    join_community(by=cast.carol, community=cast.secret, at=LATER)
    assert join_community(by=cast.carol, community=cast.secret, at=LATER).role == "member"
    assert MembershipSpell.objects.filter(community=cast.secret, person=cast.carol).count() == 1


def test_leaving_keeps_the_reason_and_forgets_who(cast: Cast) -> None:
    leave_community(by=cast.bob, community=cast.closed, reason="too_quiet", at=LATER)
    assert LeaveReason.objects.get(community=cast.closed).people == 1
    assert Event.objects.filter(verb="leave").latest("seq").via == ""
    assert MembershipSpell.objects.get(community=cast.closed, person=cast.bob).to_at == LATER
    with pytest.raises(Refused):
        leave_community(by=cast.alice, community=cast.closed, at=LATER)


def test_a_banned_person_cannot_come_back(cast: Cast) -> None:
    with pytest.raises(PermissionDenied):
        remove_member(by=cast.bob, community=cast.closed, person=cast.erin, at=LATER)
    remove_member(by=cast.erin, community=cast.closed, person=cast.bob, ban=True, at=LATER)
    with pytest.raises(PermissionDenied):
        request_to_join(by=cast.bob, community=cast.closed, at=LATER)
    with pytest.raises(Refused):
        invite(by=cast.alice, community=cast.closed, person=cast.bob, at=LATER)
    with pytest.raises(Refused):
        remove_member(by=cast.alice, community=cast.closed, person=cast.alice, at=LATER)


def test_a_community_whose_owner_left_is_handed_over(cast: Cast) -> None:
    for person in (cast.erin, cast.pia, cast.ada):
        with pytest.raises(PermissionDenied):
            hand_over(by=person, community=cast.closed, to=cast.bob, at=LATER)
    deactivate(by=cast.ada, person=cast.alice, at=LATER)
    with pytest.raises(PermissionDenied):
        hand_over(by=cast.ada, community=cast.secret, to=cast.bob, at=LATER)
    hand_over(by=cast.pia, community=cast.closed, to=cast.bob, at=LATER)
    assert role_in(cast.bob, cast.closed) == "owner"


def test_a_renamed_community_keeps_its_old_address(cast: Cast) -> None:
    with pytest.raises(PermissionDenied):
        rename_community(by=cast.erin, community=cast.closed, name="Autre nom", at=LATER)
    renamed = rename_community(by=cast.alice, community=cast.closed, name="Autre nom", at=LATER)
    assert (renamed.slug, CommunitySlug.objects.get().slug) == ("autre-nom", "appels-fermes")
    other = create_community(by=cast.carol, name="Appels fermés", at=LATER)
    assert other.slug == "appels-fermes-2"
    with pytest.raises(Refused):
        create_community(by=cast.carol, name="autre  NOM", at=LATER)


@pytest.mark.parametrize(
    "settings",
    [
        Access(readers="members", joining="free"),
        Access(readers="members", joining="request"),
        Access(listed=False),
        Access(readers="nobody"),
        Access(joining="never"),
    ],
)
def test_unfit_settings_are_refused(cast: Cast, settings: Access) -> None:
    with pytest.raises(Refused):
        create_community(by=cast.carol, name="Essai", settings=settings, at=LATER)
    with pytest.raises(Refused):
        change_settings(by=cast.erin, community=cast.open, purpose="", settings=settings, charter="", at=LATER)
    with pytest.raises(PermissionDenied):
        create_community(by=cast.guest, name="Essai", at=LATER)


def test_a_visit_counts_once_an_hour(cast: Cast) -> None:
    assert record_seen(person_id=cast.bob.pk, verb="visit", at=LATER)
    assert not record_seen(person_id=cast.bob.pk, verb="visit", at=LATER)
    assert record_seen(person_id=cast.bob.pk, verb="visit", at=LATER + timedelta(hours=1))
    assert record_seen(person_id=cast.bob.pk, verb="profile_view", object_id=cast.erin.pk, at=LATER)
    assert Event.objects.filter(verb="profile_view").get().target_id == cast.erin.pk
