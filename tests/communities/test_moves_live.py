"""A post that moves, on the pages that are open: it goes where it was, comes where it is, and stays with who still reads it."""

from django.utils import timezone

from communities.actions.comments import create_comment
from communities.actions.memberships import leave_community
from communities.models import Post
from tests.access.moved import move
from tests.communities.sockets import Page, opened, topic
from tests.conftest import Cast
from tests.factories import make_post

SOON = 8  # seconds


def heard(page: Page, kind: str) -> dict[str, str]:
    """The next message of that kind."""
    while (message := page.next(SOON))["kind"] != kind:
        pass
    return message


def test_a_move_is_heard_where_it_was_and_where_it_goes(site: str, cast: Cast) -> None:
    post = make_post(cast.bob, cast.open, "À ranger.")
    here, there, thread = topic(cast.open), topic(cast.closed), topic(post)
    with opened(site, cast.carol) as outside, opened(site, cast.alice) as reader, opened(site, cast.erin) as animator:
        assert outside.follow(here, thread) == sorted([here, thread])
        assert reader.follow(there, thread) == sorted([there, thread])
        assert animator.follow(thread) == [thread]
        move(cast.bob, post, cast.closed)
        gone = heard(outside, "gone")
        assert (gone["topic"], gone["id"]) == (here, str(post.pk))
        assert heard(outside, "closed")["topic"] == thread
        back = heard(reader, "back")
        assert (back["topic"], back["id"]) == (there, str(post.pk))
        assert heard(reader, "changed")["topic"] == thread
        post = Post.objects.select_related("community").get(pk=post.pk)
        create_comment(by=cast.bob, post=post, body="Rangé.", at=timezone.now())
        assert heard(reader, "comment")["topic"] == thread
        assert outside.hears_nothing()
        assert outside.follow(thread) == []
        leave_community(by=cast.erin, community=cast.closed, at=timezone.now())  # the rights are those of the place it is in
        assert heard(animator, "closed")["topic"] == thread
