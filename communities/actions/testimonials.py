"""Testimonials: a quote about a story, and its person's consent, for each use apart, given and withdrawn by nobody else."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from communities import access, events
from communities.actions._gone import words_go
from communities.actions.words import check_length, readers_called
from communities.events import NewEvent
from communities.models import Comment, Consent, Post, ReportAbout, Story, Testimonial, Use
from communities.models.event import Verb
from rse.lib.refusal import Refused
from rse.lib.text import clean
from rse.people.models import Person

MAX_QUOTE = 1_000
GIVEN, DECLINED = "given", "declined"  # via of the events that tell whoever asked


@transaction.atomic
def offer_testimonial(*, by: Person, post: Post, quote: str, at: datetime, uses: Collection[str] = ()) -> Testimonial:
    """Say something of a story in one's own words, with one's consent for these uses; one quote a person and story.

    Nobody is told, and without consent nobody else reads it.
    """
    access.require(access.may_testify(by, post))
    quote = _checked(quote)
    uses = _known(uses)
    testimonial, _is_new = Testimonial.objects.get_or_create(story=_story(post), person=by, defaults={"created_at": at})
    write_testimonial(by=by, testimonial=testimonial, quote=quote, at=at)
    for use in uses:
        _give(testimonial, use, at)
    return testimonial


@transaction.atomic
def ask_for_testimonial(
    *, by: Person, post: Post, at: datetime, person: str | int = "", comment: Comment | None = None, source: str = "web"
) -> Testimonial:
    """Ask someone for a quote about a story: `person` by name or id, or the author of a `comment` under it. Asked twice, told once.

    Raises Refused when they declined to say anything of it.
    """
    access.require(access.may_renew(by, post))
    story = _story(post)
    if comment is not None and (comment.post_id != post.pk or comment.deleted_at is not None):
        raise Refused(_("This answer is not in this thread any more."))
    asked = comment.author_id if comment is not None else person
    if not asked:
        raise Refused(_("Name the person whom you ask."), field="person")
    found = readers_called([asked], by=by, community=post.community, field="person", most=1)[0]
    if found == by:
        raise Refused(_("Write your own testimonial, without asking for it."), field="person")
    testimonial, is_new = Testimonial.objects.get_or_create(
        story=story, person=found, defaults={"asked_by": by, "comment": comment, "created_at": at}
    )
    if testimonial.declined_at is not None:
        raise Refused(_("%(name)s prefers not to say anything of this success.") % {"name": found.name}, field="person")
    if is_new:
        events.record(
            NewEvent(
                at=at,
                verb=Verb.ASK,
                actor_id=by.pk,
                community_id=post.community_id,
                object_type="testimonial",
                object_id=testimonial.pk,
                root_id=post.pk,
                target_id=found.pk,
                source=source,
            )
        )
    return testimonial


@transaction.atomic
def write_testimonial(*, by: Person, testimonial: Testimonial, quote: str, at: datetime) -> Testimonial:
    """Change one's own words. The consents given to others fall: they were not of these. Whoever asked hears of the first ones.

    Raises PermissionDenied to whoever may not speak in that community any more, as `give_consent` does.
    """
    access.require(access.may_write_testimonial(by, testimonial))
    quote = _checked(quote)
    if quote != testimonial.quote:
        is_answer = not testimonial.quote and testimonial.declined_at is None
        Consent.objects.filter(testimonial=testimonial, withdrawn_at=None).update(withdrawn_at=at)
        testimonial.quote, testimonial.declined_at = quote, None
        testimonial.save(update_fields=["quote", "declined_at"])
        if is_answer:
            _tell_asker(testimonial, GIVEN, by=by, at=at)
    return testimonial


@transaction.atomic
def give_consent(*, by: Person, testimonial: Testimonial, use: str, at: datetime) -> bool:
    """Let one's quote be shown there. Given twice, it is given once. Returns whether it is new."""
    access.require(access.may_write_testimonial(by, testimonial))
    if not testimonial.quote:
        raise Refused(_("Write your testimonial before you say where it may be shown."), field="quote")
    (known,) = _known([use])
    return _give(testimonial, known, at)


@transaction.atomic
def withdraw_consent(*, by: Person, testimonial: Testimonial, use: str, at: datetime) -> bool:
    """Let it be shown there no more, from this instant. Returns whether it was."""
    _own(by, testimonial)
    return bool(Consent.objects.filter(testimonial=testimonial, use__in=_known([use]), withdrawn_at=None).update(withdrawn_at=at))


@transaction.atomic
def drop_testimonial(*, by: Person, testimonial: Testimonial, at: datetime) -> None:
    """Take one's words away for good, with their consents; or decline what was asked, which whoever asked is told.

    Nobody asks once more for what was asked for already.
    """
    _own(by, testimonial)
    words_go(ReportAbout.QUOTE, [testimonial.pk], by=by, at=at)
    if testimonial.asked_by_id is None:
        testimonial.delete()
        return
    declines = not testimonial.quote
    Consent.objects.filter(testimonial=testimonial).delete()
    testimonial.quote, testimonial.comment, testimonial.declined_at = "", None, at
    testimonial.save(update_fields=["quote", "comment", "declined_at"])
    if declines:
        _tell_asker(testimonial, DECLINED, by=by, at=at)


def _tell_asker(testimonial: Testimonial, what: str, *, by: Person, at: datetime) -> None:
    if testimonial.asked_by_id is None:
        return
    post = Post.objects.get(pk=testimonial.story_id)
    events.record(
        NewEvent(
            at=at, verb=Verb.DECIDE, actor_id=by.pk, community_id=post.community_id, object_type="testimonial",
            object_id=testimonial.pk, root_id=post.pk, target_id=testimonial.asked_by_id, via=what,
        )
    )  # fmt: skip


def _own(by: Person, testimonial: Testimonial) -> None:
    access.require(by.is_active and testimonial.person_id == by.pk)


def _story(post: Post) -> Story:
    story = Story.objects.filter(post=post, post__deleted_at=None).first()
    if story is None:
        raise Refused(_("There is no story here."))
    return story


def _give(testimonial: Testimonial, use: str, at: datetime) -> bool:
    _row, is_new = Consent.objects.get_or_create(testimonial=testimonial, use=use, withdrawn_at=None, defaults={"given_at": at})
    return is_new


def _known(uses: Collection[str]) -> list[str]:
    if set(uses) - set(Use.values):
        raise Refused(_("This is not one of the choices offered."), field="uses")
    return [use for use in Use.values if use in uses]


def _checked(quote: str) -> str:
    quote = clean(quote).strip()
    if not quote:
        raise Refused(_("Write your testimonial first."), field="quote")
    check_length(quote, limit=MAX_QUOTE, field="quote")
    return quote
