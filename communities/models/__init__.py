"""Nouns of the communities."""

from .announcement import Acknowledgement, Announcement
from .attachment import Attachment, FileKind
from .call import Call
from .charter import CharterAcceptance, CharterVersion
from .comment import Comment
from .community import AccessSpell, Community, CommunitySlug, Joining, Readers
from .draft import Draft, Purpose
from .event import Event, PendingEvent, SeenHour
from .level import Level, PersonLevel, ThreadLevel, TopicLevel
from .link import Link, LinkPage, LinkState
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
from .reaction import Mention, Reaction, ReactionKind
from .read import ReadUndo, ThreadSeen
from .reliance import AnswerMark, AnswerTrial, Outcome, Reliability
from .removal import Removal
from .report import Report, ReportAbout, ReportReason, ReportState
from .said import details_said, files_said
from .share import Share
from .story import Basis, Story, StoryPerson, StoryRenewal, StoryState
from .testimonial import Consent, Testimonial, Use
from .thread_invitation import ThreadInvitation
from .topic import PostTopic, Topic, TopicReferent
from .version import TextVersion

__all__ = [
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
    "CharterAcceptance",
    "CharterVersion",
    "Comment",
    "Community",
    "CommunityInvitation",
    "CommunitySlug",
    "Consent",
    "Draft",
    "Event",
    "FileKind",
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
    "Reaction",
    "ReactionKind",
    "ReadUndo",
    "Readers",
    "Reliability",
    "Removal",
    "Report",
    "ReportAbout",
    "ReportReason",
    "ReportState",
    "RequestState",
    "SeenHour",
    "Share",
    "Story",
    "StoryPerson",
    "StoryRenewal",
    "StoryState",
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
