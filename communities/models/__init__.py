"""Nouns of the communities."""

from .comment import Comment
from .community import AccessSpell, Community, CommunitySlug, Joining, Readers
from .draft import Draft
from .event import Event, PendingEvent, SeenHour
from .mark import PostMark
from .membership import (
    Ban,
    CommunityInvitation,
    JoinRequest,
    LeaveReason,
    MemberRole,
    Membership,
    MembershipSpell,
    RequestState,
)
from .notification import Notification
from .poll import Ballot, Poll, PollChoice, PollOption, PollResults
from .post import Post, PostKind
from .praise import Praise, PraisedPerson
from .reaction import Mention, Reaction, ReactionKind

__all__ = [
    "AccessSpell",
    "Ballot",
    "Ban",
    "Comment",
    "Community",
    "CommunityInvitation",
    "CommunitySlug",
    "Draft",
    "Event",
    "JoinRequest",
    "Joining",
    "LeaveReason",
    "MemberRole",
    "Membership",
    "MembershipSpell",
    "Mention",
    "Notification",
    "PendingEvent",
    "Poll",
    "PollChoice",
    "PollOption",
    "PollResults",
    "Post",
    "PostKind",
    "PostMark",
    "Praise",
    "PraisedPerson",
    "Reaction",
    "ReactionKind",
    "Readers",
    "RequestState",
    "SeenHour",
]
