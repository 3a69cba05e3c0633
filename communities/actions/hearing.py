"""Who hears of each new post, or each new comment, of a community: those who asked for it, when nothing nearer tells them of it.

A mention, an answer, a call or an announcement to read wins: nobody is told twice of one thing. Whoever asks for it is looked for
here; whether they still do is for `_outbox` to say.
"""

from django.db.models import QuerySet

from communities import access
from communities.actions.calls import answered_by
from communities.models import (
    Announcement,
    Call,
    Comment,
    Event,
    Level,
    Mention,
    Notification,
    PersonLevel,
    Post,
    PostTopic,
    PraisedPerson,
    StoryPerson,
    Telling,
    ThreadLevel,
    TopicLevel,
)
from communities.models.notification import Notice
from rse.people.models import Person


def of_new_post(event: Event) -> "QuerySet[Person] | None":
    """None when the post is gone, went to another community, or calls all members, or all must read it."""
    post = Post.objects.filter(pk=event.root_id or 0, community=event.community_id, deleted_at=None).first()
    if post is None or _tells_all(post):
        return None
    named = (
        Mention.objects.filter(post=post, comment=None),
        PraisedPerson.objects.filter(praise=post.pk),
        StoryPerson.objects.filter(story=post.pk),
        ThreadLevel.objects.filter(post=post, level=Level.MUTE),
    )
    people = _asking(post, Telling.POSTS, by=event.actor_id)
    for rows in named:
        people = people.exclude(pk__in=rows.values_list("person_id", flat=True))
    return people


def of_new_comment(event: Event) -> "QuerySet[Person] | None":
    """None when the comment is gone, or its thread went to another community."""
    comment = Comment.objects.filter(pk=event.object_id or 0, deleted_at=None).select_related("post", "parent").first()
    if comment is None or comment.post.deleted_at is not None or comment.post.community_id != event.community_id:
        return None
    post, answered = comment.post, answered_by(comment.post, comment.parent)
    nearer = (
        Mention.objects.filter(comment=comment),
        ThreadLevel.objects.filter(post=post),  # who follows it hears of the answer
        Notification.objects.filter(comment=comment, notice=Notice.CALL),
    )
    people = _asking(post, Telling.EVERYTHING, by=event.actor_id).exclude(pk__in=answered)
    for rows in nearer:
        people = people.exclude(pk__in=rows.values_list("person_id", flat=True))
    if Call.objects.filter(post=post, comment=comment).exists():
        called = access.called(event.actor_id or 0, post.community_id, post=post, answered=answered)
        people = people.exclude(pk__in=called.values("pk"))
    return people


def _tells_all(post: Post) -> bool:
    called = Call.objects.filter(post=post, comment=None)
    return called.exists() or Announcement.objects.filter(post=post, must_read=True).exists()


def _asking(post: Post, level: str, *, by: int | None) -> "QuerySet[Person]":
    """The members of its community who may ask for it, but for who wrote it and those who leave out its topic, or who wrote."""
    members = access.hearers(post.community_id, level=level).values("person")
    deaf = PersonLevel.objects.filter(other=by, level__in=(Level.MUTE, Level.BLOCK)).values("person")
    topics = PostTopic.objects.filter(post=post).values("topic")
    elsewhere = TopicLevel.objects.filter(topic__in=topics, level=Level.MUTE).values("person")
    people = Person.objects.filter(pk__in=members, is_active=True).exclude(pk=by or 0)
    return people.exclude(pk__in=deaf).exclude(pk__in=elsewhere)
