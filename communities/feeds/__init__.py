"""Every list: what is in it, in what order, by which query.

Feeds of posts give pages of (id, version); `cards` turns those into HTML. The other lists give pages of rows.
"""

from .bookmarks import bookmarks
from .cards import Card, Counters, cards, comment_cards, counters, foot, reaction_kinds, shown_details
from .communities import (
    MyCommunity,
    animation,
    banned,
    communities_directory,
    communities_of,
    communities_to_discover,
    invitations,
    join_requests,
    members,
    my_communities,
    my_request,
    orphans,
)
from .contents import (
    CommentContent,
    CommunityContent,
    PersonContent,
    PostContent,
    comment_in_full,
    comments_in_full,
    communities_in_full,
    person_in_full,
    post_in_full,
    posts_in_full,
)
from .counts import live_counts
from .drafts import DraftRow, destinations, draft_row, drafts
from .leave_reasons import LeaveReasons, leave_reasons
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
from .praises import PraiseReceived, praise_received

__all__ = [
    "Card",
    "CommentContent",
    "CommentRow",
    "CommunityContent",
    "Counters",
    "DraftRow",
    "LeaveReasons",
    "MyCommunity",
    "PersonContent",
    "PostContent",
    "PostRow",
    "PraiseReceived",
    "animation",
    "banned",
    "bookmarks",
    "cards",
    "comment_cards",
    "comment_in_full",
    "comments_in_full",
    "communities_directory",
    "communities_in_full",
    "communities_of",
    "communities_to_discover",
    "community_feed",
    "counters",
    "destinations",
    "draft_row",
    "drafts",
    "foot",
    "home_feed",
    "invitations",
    "join_requests",
    "leave_reasons",
    "live_counts",
    "members",
    "my_communities",
    "my_request",
    "notifications",
    "orphans",
    "people_directory",
    "people_named",
    "person_in_full",
    "post_in_full",
    "posts_in_full",
    "praise_received",
    "profile_feed",
    "reaction_kinds",
    "shown_details",
    "thread",
    "thread_newer",
    "unread_notifications",
    "waiting_questions",
]
