"""Answers one may rely on: who may vouch for one, and who says whether it held."""

from typing import Any

from django.db.models import QuerySet

from communities.access.rights import role_in
from communities.access.rules import ANIMATION
from communities.models import Post, PostKind, PostTopic, TopicReferent
from rse.lib.prepared import Prepared
from rse.people.models import Person


def may_vouch(person: Person, post: Post) -> bool:
    """Mark the answers of a question as validated, dangerous or out of date: who animates, and who answers for one of its topics there.

    Whoever answers for a practice does not: a practice is about no topic, so it says nothing of what its referent knows.
    """
    if post.kind != PostKind.QUESTION or post.deleted_at is not None or post.community.is_archived:
        return False
    role = role_in(person, post.community)
    return role in ANIMATION or (role is not None and is_topic_referent(person, post))


def refers(person: Person, post: Post, role: str | None) -> bool:
    """Whether this member, whose `role` there is known already, may vouch for the answers of a question although they do not animate."""
    return role == "member" and post.kind == PostKind.QUESTION and is_topic_referent(person, post)


def is_topic_referent(person: Person, post: Post) -> bool:
    """Whether they answer, in its community, for a topic that this post bears. Their membership is for the caller to ask."""
    return bool(_referent(person=person.pk, community=post.community_id, post=post.pk))


@Prepared
def _referent(*, person: int, community: int, post: int) -> QuerySet[TopicReferent, Any]:
    borne = PostTopic.objects.filter(post=post).values("topic")
    return TopicReferent.objects.filter(person=person, community=community, topic__in=borne).values_list("pk")[:1]


def may_tell_outcome(person: Person, post: Post) -> bool:
    """Say whether the accepted answer held: who asked."""
    return person.is_active and post.author_id == person.pk and post.accepted_comment_id is not None and not post.community.is_archived
