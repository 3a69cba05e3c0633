"""Nouns of the communities."""

from .announcement import Acknowledgement, Announcement
from .attachment import Attachment, FileKind
from .call import Call
from .charter import CharterAcceptance, CharterVersion
from .comment import Comment
from .community import AccessSpell, Community, CommunitySlug, Joining, Readers
from .delivery import Delivery, Sent
from .dismissal import CommunityDismissal
from .draft import Draft, Purpose
from .event import Event, PendingEvent, SeenHour
from .level import Level, PersonLevel, ThreadLevel, TopicLevel
from .link import Link, LinkPage, LinkState
from .mail import DigestSent, InboundMail, InboundState
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
from .move import Move
from .notification import Notification
from .pin import Pin
from .poll import Ballot, Poll, PollChoice, PollOption, PollResults
from .post import Post, PostKind
from .practice import Practice, PracticeAdoption, PracticeVersion
from .praise import Praise, PraisedPerson
from .proposal import Opinion, Proposal, ProposalAbout, ProposalState
from .push import PushDevice, PushKey, PushReceipt
from .reaction import Mention, Reaction, ReactionKind
from .read import ReadUndo, ThreadSeen
from .reliance import AnswerMark, AnswerTrial, Outcome, Reliability
from .removal import Removal
from .report import Report, ReportAbout, ReportReason, ReportState
from .said import details_said, files_said
from .search import MAX_SEARCH, FileState, FileText, RecentSearch, SearchEntry, SearchMark, SearchRound
from .share import Share
from .story import Basis, Story, StoryPerson, StoryRenewal, StoryState
from .telling import Channel, CommunityTelling, DefaultTelling, PersonTelling, Telling
from .testimonial import Consent, Testimonial, Use
from .thread_invitation import ThreadInvitation
from .topic import PostTopic, Topic, TopicReferent
from .version import TextVersion

__all__ = [
    "MAX_SEARCH",
    "AccessSpell",
    "Acknowledgement",
    "Announcement",
    "AnswerMark",
    "AnswerTrial",
    "Attachment",
    "Ballot",
    "Ban",
    "Basis",
    "Call",
    "Channel",
    "CharterAcceptance",
    "CharterVersion",
    "Comment",
    "Community",
    "CommunityDismissal",
    "CommunityInvitation",
    "CommunitySlug",
    "CommunityTelling",
    "Consent",
    "DefaultTelling",
    "Delivery",
    "DigestSent",
    "Draft",
    "Event",
    "FileKind",
    "FileState",
    "FileText",
    "InboundMail",
    "InboundState",
    "JoinRequest",
    "Joining",
    "LeaveReason",
    "Level",
    "Link",
    "LinkPage",
    "LinkState",
    "MemberRole",
    "Membership",
    "MembershipSpell",
    "Mention",
    "Move",
    "Notification",
    "Opinion",
    "Outcome",
    "PendingEvent",
    "PersonLevel",
    "PersonTelling",
    "Pin",
    "Poll",
    "PollChoice",
    "PollOption",
    "PollResults",
    "Post",
    "PostKind",
    "PostMark",
    "PostTopic",
    "Practice",
    "PracticeAdoption",
    "PracticeVersion",
    "Praise",
    "PraisedPerson",
    "Proposal",
    "ProposalAbout",
    "ProposalState",
    "Purpose",
    "PushDevice",
    "PushKey",
    "PushReceipt",
    "Reaction",
    "ReactionKind",
    "ReadUndo",
    "Readers",
    "RecentSearch",
    "Reliability",
    "Removal",
    "Report",
    "ReportAbout",
    "ReportReason",
    "ReportState",
    "RequestState",
    "SearchEntry",
    "SearchMark",
    "SearchRound",
    "SeenHour",
    "Sent",
    "Share",
    "Story",
    "StoryPerson",
    "StoryRenewal",
    "StoryState",
    "Telling",
    "Testimonial",
    "TextVersion",
    "ThreadInvitation",
    "ThreadLevel",
    "ThreadSeen",
    "Topic",
    "TopicLevel",
    "TopicReferent",
    "Use",
    "details_said",
    "files_said",
]
