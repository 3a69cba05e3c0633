"""What a browser keeps of the home page for the time without a connection: the newest posts, of places that may be kept at all."""

from collections.abc import Sequence

from django.db.models import Q

from communities import access
from communities.feeds.drafts import destinations
from communities.feeds.posts import home_feed
from communities.models import Community, Post
from rse.people.models import Person

KEPT = 20


def offline_posts(person: Person) -> list[Post]:
    """The newest of their home feed. Nothing of secret and protected communities, nor of whom they blocked: it lies in a browser."""
    ids = [row.id for row in home_feed(person, size=KEPT).rows]
    open_to_keep = Q(community__listed=True, community__protected=False)
    found = access.posts(person).filter(open_to_keep, pk__in=ids).exclude(author__in=access.blocked_by(person))
    return list(found.select_related("community", "author").order_by("-id"))


def offline_destinations(person: Person) -> Sequence[Community]:
    """Where they may write without a connection, of the places that may be named in such a page."""
    return [place for place in destinations(person) if place.listed and not place.protected]
