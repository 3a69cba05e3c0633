"""What came from another community: alice's, from the secret one, which most of those who read it now may not know of."""

from communities.actions.moves import move_post, plan_move
from communities.models import Community, Post
from rse.people.models import Person
from tests.conftest import Cast
from tests.factories import NOW, make_post


def moved(cast: Cast, words: dict[str, str]) -> dict[str, Post]:
    post = make_post(cast.alice, cast.secret, f"Venu d’ailleurs, {words['closed']}")
    return {"closed": move(cast.alice, post, cast.closed, note="Mieux ici.")}


def move(by: Person, post: Post, to: Community, *, note: str = "") -> Post:
    """As from the page: with the plan that was shown."""
    plan = plan_move(by=by, post=post, to=to, at=NOW)
    return move_post(by=by, post=post, to=to, seen=plan.seen, note=note, at=NOW)
