"""Every list: what is in it, in what order, by which query.

Feeds of posts give pages of (id, version); `cards` turns those into HTML. The other lists give pages of rows.
"""

from .cards import Card, cards, comment_cards
from .communities import (
    MyCommunity,
    animation,
    banned,
    communities_directory,
    invitations,
    join_requests,
    members,
    my_communities,
    my_request,
    orphans,
)
from .notifications import notifications, unread_notifications
from .people import people_directory, people_named
from .posts import (
    CommentRow,
    PostRow,
    community_feed,
    home_feed,
    profile_feed,
    thread,
    thread_newer,
    waiting_questions,
)

__all__ = [
    "Card",
    "CommentRow",
    "MyCommunity",
    "PostRow",
    "animation",
    "banned",
    "cards",
    "comment_cards",
    "communities_directory",
    "community_feed",
    "home_feed",
    "invitations",
    "join_requests",
    "members",
    "my_communities",
    "my_request",
    "notifications",
    "orphans",
    "people_directory",
    "people_named",
    "profile_feed",
    "thread",
    "thread_newer",
    "unread_notifications",
    "waiting_questions",
]
