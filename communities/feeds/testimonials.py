"""Testimonials: one's own, those shown beside a story, and those that an evidence pack may quote."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet

from communities import access
from communities.models import Consent, Post, Testimonial, Use
from rse.people.models import Person

MAX_MINE, MAX_QUOTED = 200, 500


@dataclass(frozen=True)
class UseRow:
    """One place where a quote may be shown, and since when it may; None: it may not."""

    use: str
    label: str
    given_at: datetime | None


@dataclass(frozen=True)
class MyTestimonial:
    """A testimonial of one's own, with what one lets be done with it. `post` is None where one reads its story no more.

    Where one may not speak any more (`may_write`), one may still withdraw it.
    """

    id: int
    quote: str
    asked_by: Person | None
    post: Post | None
    uses: tuple[UseRow, ...]
    may_write: bool


@dataclass(frozen=True)
class Quote:
    """Words that their person lets be shown: by whom, about which story, since when they consent to this use."""

    testimonial_id: int
    post_id: int
    person: Person
    quote: str
    given_at: datetime


def my_testimonials(person: Person) -> list[MyTestimonial]:
    """Newest first, those asked for and not written yet too; four queries."""
    mine = list(access.testimonials(person).select_related("asked_by").order_by("-pk")[:MAX_MINE])
    return _with_uses(person, mine)


def my_testimonial(person: Person, testimonial: Testimonial) -> MyTestimonial:
    """One of them, found through access."""
    return _with_uses(person, [testimonial])[0]


def testimonial_uses() -> list[tuple[str, str]]:
    """Where a quote may be shown: name and label."""
    return [(use.value, str(use.label)) for use in Use]


def testimonials_about(person: Person, post: Post) -> list[Quote]:
    """The quotes that readers of this story are shown; one query."""
    return quotes_with_consent(person, use=Use.INTERNAL, posts=[post.pk])


def quotes_with_consent(person: Person, *, use: str, posts: Iterable[int] | None = None) -> list[Quote]:
    """What may be quoted for that use now, of the stories that this person may read: for evidence packs.

    Only quotes whose person lets them be shown on the network and, for another use, there too; nobody's whose account is closed.
    """
    quotes = access.shown_testimonials(person).filter(_stands(use))
    if posts is not None:
        quotes = quotes.filter(story__in=list(posts))
    given = Consent.objects.filter(testimonial=OuterRef("pk"), use=use, withdrawn_at=None).values("given_at")[:1]
    rows = quotes.annotate(given_at=given).select_related("person").order_by("-story", "pk")[:MAX_QUOTED]
    return [Quote(row.pk, row.story_id, row.person, row.quote, row.given_at) for row in rows]


def _stands(use: str) -> Exists:
    return Exists(Consent.objects.filter(testimonial=OuterRef("pk"), use=use, withdrawn_at=None))


def _with_uses(person: Person, mine: Sequence[Testimonial]) -> list[MyTestimonial]:
    posts = {post.pk: post for post in _stories_of(person, mine).select_related("community")}
    given: dict[tuple[int, str], datetime] = {}
    for id_, use, at in Consent.objects.filter(testimonial__in=mine, withdrawn_at=None).values_list("testimonial", "use", "given_at"):
        given[id_, use] = at
    to_write = set(access.testimonials_to_write(person).filter(pk__in=[each.pk for each in mine]).values_list("pk", flat=True))
    return [
        MyTestimonial(
            id=each.pk,
            quote=each.quote,
            asked_by=each.asked_by,
            post=posts.get(each.story_id),
            uses=tuple(UseRow(use, str(Use(use).label), given.get((each.pk, use))) for use in Use.values),
            may_write=each.pk in to_write,
        )
        for each in mine
    ]


def _stories_of(person: Person, mine: Sequence[Testimonial]) -> QuerySet[Post]:
    return access.posts(person).filter(pk__in=[each.story_id for each in mine])
