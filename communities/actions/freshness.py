"""Marks of freshness: the newest post of a community, and the newest that a person wrote for every employee to read.

The mark on a person is to order those one follows: what was said among members only leaves none.
"""

from collections.abc import Iterable

from django.db.models import F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce, Greatest

from communities.models import Community, Post, Readers
from rse.lib.prepared import Statement
from rse.people.models import Person


def freshen(post: Post) -> None:
    """The community has a newer post; its author, who had read everything, still has. One statement."""
    is_public = post.community.readers == Readers.EVERYONE
    _FRESHEN.rows(post=post.pk, community=post.community_id, author=post.author_id, is_public=int(is_public))


_FRESHEN = Statement("""
    WITH old AS (
        SELECT id, coalesce(last_post_id, 0) AS newest FROM communities_community WHERE id = %(community)s FOR UPDATE
    ), place AS (
        UPDATE communities_community c SET last_post_id = greatest(old.newest, %(post)s) FROM old WHERE c.id = old.id
    ), reader AS (
        UPDATE communities_membership m SET last_read_id = greatest(m.last_read_id, %(post)s)
        FROM old WHERE m.community_id = old.id AND m.person_id = %(author)s AND m.last_read_id >= old.newest
    ), author AS (
        UPDATE people_person SET last_post_id = greatest(coalesce(last_post_id, 0), %(post)s) WHERE id = %(author)s AND %(is_public)s = 1
    )
    SELECT id FROM old
""")


def freshen_communities(posts: Iterable[Post]) -> None:
    """Each community knows its newest post."""
    for community_id, newest in _newest((post.community_id, post.pk) for post in posts).items():
        Community.objects.filter(pk=community_id).update(last_post_id=_at_least(newest))


def freshen_people(posts: Iterable[Post]) -> None:
    """Each author knows their newest post for every employee. The posts hold their communities."""
    public = [post for post in posts if post.community.readers == Readers.EVERYONE]
    for author_id, newest in _newest((post.author_id, post.pk) for post in public).items():
        Person.objects.filter(pk=author_id).update(last_post_id=_at_least(newest))


def freshen_authors(community: Community) -> None:
    """Who reads the community has changed: the marks of those who wrote there are looked for again."""
    _remark(Person.objects.filter(pk__in=Post.objects.filter(community=community).values("author")))


def forget(post: Post) -> None:
    """The post was deleted: the marks of its author and its community go back to the one before."""
    forget_at(post, post.community_id)


def forget_at(post: Post, community_id: int) -> None:
    """The same for the community that a post has just left."""
    _remark(Person.objects.filter(pk=post.author_id, last_post_id=post.pk))
    standing = Post.objects.filter(community=OuterRef("pk"), deleted_at=None).order_by("-pk").values("pk")[:1]
    Community.objects.filter(pk=community_id, last_post_id=post.pk).update(last_post_id=Subquery(standing))


def _remark(people: QuerySet[Person]) -> None:
    public = Post.objects.filter(author=OuterRef("pk"), community__readers=Readers.EVERYONE, deleted_at=None)
    people.update(last_post_id=Subquery(public.order_by("-pk").values("pk")[:1]))


def _newest(pairs: Iterable[tuple[int, int]]) -> dict[int, int]:
    newest: dict[int, int] = {}
    for owner, post_id in pairs:
        newest[owner] = max(newest.get(owner, 0), post_id)
    return newest


def _at_least(post_id: int) -> Greatest:
    return Greatest(Coalesce(F("last_post_id"), 0), post_id)
