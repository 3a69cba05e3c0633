"""What a post of each kind asks before it moves to another community, and whether others wrote in it."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from communities import access
from communities.actions import announcements
from communities.models import (
    Announcement,
    AnswerMark,
    Ballot,
    Comment,
    Community,
    Consent,
    Move,
    Post,
    PostKind,
    PraisedPerson,
    Proposal,
    ProposalAbout,
    Removal,
    Share,
    Story,
    StoryPerson,
    Testimonial,
    Use,
)
from rse.lib.refusal import Refused
from rse.people.models import Person

_DISCUSSED = {
    ProposalAbout.CHARTER: _("A change of the charter is discussed here: it stays where the charter holds."),
    ProposalAbout.PRACTICE: _("A common practice is discussed here: it stays where it would hold."),
}


def check_kind(by: Person, post: Post, to: Community, at: datetime) -> None:
    """Raise Refused when a post of this kind cannot go there."""
    if (proposed := Proposal.objects.filter(post=post).first()) is not None:
        raise Refused(_DISCUSSED[ProposalAbout(proposed.about)])
    match post.kind:
        case PostKind.ANNOUNCEMENT:
            _check_announcement(by, post, to, at)
        case PostKind.POLL:
            if Ballot.objects.filter(poll=post.pk).exclude(person=by).exists():
                raise Refused(_("People have voted here: what they were asked among themselves is not put to others."))
        case PostKind.PRAISE:
            _check_named(PraisedPerson.objects.filter(praise=post.pk).values_list("person_id", flat=True), to)
        case PostKind.STORY:
            _check_named(StoryPerson.objects.filter(story=post.pk).values_list("person_id", flat=True), to)
        case PostKind.SHARE:
            _check_share(by, post, to)


def came_from(post: Post, to: Community) -> datetime | None:
    """When the post came from that very community; None when it last came from elsewhere, or from nowhere."""
    last = Move.objects.filter(post=post).order_by("-id").first()
    return last.at if last is not None and last.origin_id == to.pk else None


def others_comments(post: Post, by: Person) -> QuerySet[Comment]:
    """What others answered there, with what was just deleted and may come back."""
    return _comments(post).exclude(author=by)


def others_words(post: Post, by: Person, *, since: datetime | None = None) -> bool:
    """Whether anything there, of after `since`, is by somebody else: a reply, what is said of one, a testimonial, a story confirmed.

    A testimonial that its person does not let be shown counts for nothing: the move would tell that it is there.
    """
    comments, marks = (
        others_comments(post, by),
        AnswerMark.objects.filter(post=post, comment__in=_comments(post).values("pk")).exclude(by=by),
    )
    confirmed = Story.objects.filter(post=post, countersigned_by__isnull=False)
    if since is not None:
        comments = comments.filter(Q(at__gt=since) | Q(edited_at__gt=since))
        marks, confirmed = marks.filter(at__gt=since), confirmed.filter(countersigned_at__gt=since)
    shown = Testimonial.objects.filter(_is_shown(), story=post.pk).exclude(Q(person=by) | Q(quote=""))
    return Post.objects.filter(Exists(comments) | Exists(marks) | Exists(shown) | Exists(confirmed), pk=post.pk).exists()


def drop_unshown_consents(post: Post, *, at: datetime) -> None:
    """Let fall the consents of testimonials that are not shown: they were given among those who read there."""
    unshown = Testimonial.objects.filter(~_is_shown(), story=post.pk).values("pk")
    Consent.objects.filter(testimonial__in=unshown, withdrawn_at=None).update(withdrawn_at=at)


def _comments(post: Post) -> QuerySet[Comment]:
    may_come_back = Exists(Removal.objects.filter(comment=OuterRef("pk"), settled_at=None))
    return Comment.objects.filter(Q(deleted_at=None) | may_come_back, post=post)


def _is_shown() -> Exists:
    return Exists(Consent.objects.filter(testimonial=OuterRef("pk"), use=Use.INTERNAL, withdrawn_at=None))


def _check_announcement(by: Person, post: Post, to: Community, at: datetime) -> None:
    """What all here are asked to read was told to them, counted against their week, and acknowledged by some."""
    if Announcement.objects.filter(post=post, must_read=True).exists():
        raise Refused(_("All who belong here were asked to read it: publish another announcement there."))
    announcements.check(by, to, {}, at)


def _check_named(ids: Collection[int], to: Community) -> None:
    """Whoever is named goes on reading what is said of them."""
    people = Person.objects.filter(pk__in=list(ids), is_active=True)
    readers = access.readers_among([person.pk for person in people], community_id=to.pk)
    if outside := [person.name for person in people if person.pk not in readers]:
        raise Refused(_("%(names)s could not read this there.") % {"names": ", ".join(outside)})


def _check_share(by: Person, post: Post, to: Community) -> None:
    """As for sharing it there."""
    original = Share.objects.select_related("original__community").get(post=post).original
    if not access.may_share(by, original):
        raise Refused(_("You cannot share what you cannot read, or what is said in a secret or protected community."))
    if original.community_id == to.pk:
        raise Refused(_("What it shares is in that community already."))
