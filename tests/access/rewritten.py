"""What was said before an edit, in each community that takes posts: by whoever owns it."""

from communities.actions.comments import edit_comment
from communities.actions.posts import edit_post
from communities.models import Comment, Post
from tests.conftest import Cast
from tests.factories import NOW, make_comment, make_post


def rewritten(cast: Cast, words: dict[str, str]) -> tuple[dict[str, Post], dict[str, Comment]]:
    """A post and a comment to each place, both of which have a past version; `words` tell the places apart."""
    posts, comments = {}, {}
    for place, owner in {"open": cast.erin, "closed": cast.alice, "secret": cast.alice, "partners": cast.erin}.items():
        posts[place] = make_post(owner, cast.communities[place], f"Mot de passe, {words[place]}")
        edit_post(by=owner, post=posts[place], body=f"Réécrit, {words[place]}", at=NOW)
        comments[place] = make_comment(owner, posts[place], f"Un nom, {words[place]}")
        edit_comment(by=owner, comment=comments[place], body=f"Sans nom, {words[place]}", at=NOW)
    return posts, comments
