"""What is reported: the columns that say so, how its words begin, whether it still stands, and how it is taken away."""

from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from django.utils.html import escape

from communities import access
from communities.actions.comments import take_comment_away
from communities.actions.posts import take_post_away
from communities.actions.practices import take_practice_away
from communities.actions.proposals import take_proposal_away
from communities.actions.removals import settle_now
from communities.models import (
    Comment,
    Community,
    MemberRole,
    Membership,
    Opinion,
    Post,
    Practice,
    Proposal,
    Report,
    ReportAbout,
    Testimonial,
)
from rse.lib.text import plain
from rse.people.models import Person, Profile

EXCERPT = 300

Words: TypeAlias = Testimonial | Proposal | Opinion | Practice
Subject: TypeAlias = Post | Comment | Community | Person | Words
_WORDS: dict[str, type[Words]] = {
    ReportAbout.QUOTE: Testimonial,
    ReportAbout.PROPOSAL: Proposal,
    ReportAbout.OPINION: Opinion,
    ReportAbout.PRACTICE: Practice,
}


@dataclass(frozen=True)
class About:
    """The columns that say what is reported."""

    about: str
    community: Community | None = None
    post: Post | None = None
    comment: Comment | None = None
    object_id: int | None = None
    author_id: int | None = None


def about(subject: Subject) -> About:
    match subject:
        case Post():
            return About(ReportAbout.POST, subject.community, subject, author_id=subject.author_id)
        case Comment():
            return About(ReportAbout.COMMENT, subject.post.community, subject.post, subject, author_id=subject.author_id)
        case Community():
            owner = Membership.objects.filter(community=subject, role=MemberRole.OWNER).values_list("person_id", flat=True).first()
            return About(ReportAbout.COMMUNITY, subject, author_id=owner)
        case Person():
            return About(ReportAbout.PERSON, author_id=subject.pk)
        case Testimonial():
            post = subject.story.post
            return About(ReportAbout.QUOTE, post.community, post, object_id=subject.pk, author_id=subject.person_id)
        case Proposal():
            return About(ReportAbout.PROPOSAL, subject.community, object_id=subject.pk, author_id=subject.by_id)
        case Opinion():
            return About(ReportAbout.OPINION, subject.proposal.community, object_id=subject.pk, author_id=subject.person_id)
        case Practice():
            return About(ReportAbout.PRACTICE, subject.community, object_id=subject.pk, author_id=subject.created_by_id)


def require_read(by: Person, subject: Subject) -> None:
    """Raise PermissionDenied when `by` does not read what they report."""
    match subject:
        case Post():
            allowed = access.may_read(by, subject)
        case Comment():
            allowed = subject.deleted_at is None and access.may_read(by, subject.post)
        case Community():
            allowed = access.communities(by).filter(pk=subject.pk).exists()
        case Person():
            allowed = access.may_see(by, subject)
        case Testimonial():
            allowed = access.shown_testimonials(by).filter(pk=subject.pk).exists()
        case Proposal():
            allowed = access.may_read_community(by, subject.community)
        case Opinion():
            allowed = not subject.consents and access.may_read_community(by, subject.proposal.community)
        case Practice():
            allowed = subject.retired_at is None and access.may_read_community(by, subject.community)
    access.require(allowed)


def excerpt(subject: Subject) -> str:
    """What is shown of it to whoever decides: its parts told apart, and cut."""
    match subject:
        case Post():
            return plain(" · ".join(filter(None, [escape(subject.title), subject.body_html])), length=EXCERPT)
        case Comment():
            return plain(subject.body_html, length=EXCERPT)
        case Community():
            return " · ".join(filter(None, [subject.name, subject.purpose]))[:EXCERPT]
        case Person():
            profile = Profile.objects.filter(person=subject).first()
            return " · ".join(filter(None, [subject.name, profile.about if profile else ""]))[:EXCERPT]
        case Testimonial():
            return subject.quote[:EXCERPT]
        case Proposal():
            return " · ".join(filter(None, [subject.why, subject.title, subject.text]))[:EXCERPT]
        case Opinion():
            return subject.reason[:EXCERPT]
        case Practice():
            return " · ".join(filter(None, [subject.title, subject.text]))[:EXCERPT]


def still_stands(report: Report) -> bool:
    """Whether what is reported is there to be decided on."""
    content = report.comment or report.post
    if content is not None and content.deleted_at is not None:
        return False
    return report.object_id is None or _words(report) is not None


def take_away(report: Report, *, by: Person, at: datetime, source: str) -> None:
    """By the right to decide on the report: an administrator has no other one to what an employee wrote.

    With the discussion of a proposed change goes its text, and with a proposal its discussion, which begins with the same words.
    """
    match _words(report):
        case Testimonial() as quote:
            quote.delete()
        case Proposal() as proposal:
            take_proposal_away(proposal, by=by, at=at)
            if proposal.post is not None and proposal.post.deleted_at is None:
                _take_post_away(proposal.post, by=by, at=at, source=source)
        case Opinion() as opinion:
            opinion.delete()
        case Practice() as practice:
            take_practice_away(practice, by=by, at=at, source=source)
        case None if report.comment is not None:
            take_comment_away(report.comment, by=by, at=at, source=source)
            settle_now(post=report.comment.post, comment=report.comment, at=at)
        case None if report.post is not None:
            _take_post_away(report.post, by=by, at=at, source=source)
            for discussed in Proposal.objects.filter(post=report.post):
                take_proposal_away(discussed, by=by, at=at)


def _take_post_away(post: Post, *, by: Person, at: datetime, source: str) -> None:
    take_post_away(post, by=by, at=at, source=source)
    settle_now(post=post, comment=None, at=at)


def _words(report: Report) -> Words | None:
    """The testimonial, proposal, objection or practice that is reported, as long as its words are there."""
    kind = _WORDS.get(report.about)
    found: Words | None = kind._default_manager.filter(pk=report.object_id or 0).first() if kind else None
    match found:
        case Proposal(why="") | Opinion(consents=True) | Testimonial(quote=""):
            return None
        case Practice() if found.retired_at is not None:
            return None
    return found
