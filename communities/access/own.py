"""What belongs to one person and is nobody else's: their drafts, their files before publication, what they have just deleted."""

from django.core import signing
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404

from communities.access.getting import get_comment_or_404, get_post_or_404, number_of
from communities.access.sight import posts
from communities.models import (
    Attachment,
    Ban,
    Comment,
    Consent,
    Draft,
    LinkPage,
    Membership,
    Post,
    Purpose,
    PushDevice,
    Removal,
    Testimonial,
    Use,
)
from rse.people.models import Person

_ASKED = "communities.links"
_ASKED_LASTS = 3600  # seconds


def drafts(person: Person) -> QuerySet[Draft]:
    """What this person has begun and not published: posts, replies, edits. A save that came too late brings nothing back."""
    said = {"author": OuterRef("person"), "client_key": OuterRef("client_key")}
    published, replied = Exists(Post.objects.filter(**said)), Exists(Comment.objects.filter(**said))
    return Draft.objects.filter(~published, ~replied, person=person, person__is_active=True)


def drafts_of_posts(person: Person) -> QuerySet[Draft]:
    """Those of them that become posts of their own."""
    return drafts(person).filter(purpose=Purpose.POST)


def get_draft_or_404(person: Person, client_key: str) -> Draft:
    return _named(drafts_of_posts(person), client_key)


def get_unsaid_or_404(person: Person, client_key: str) -> Draft:
    """The same of whatever they have begun, a reply and an edit too."""
    return _named(drafts(person), client_key)


def _named(found: QuerySet[Draft], client_key: str) -> Draft:
    draft = found.filter(client_key=client_key).select_related("community").first()
    if draft is None:
        raise Http404
    return draft


def get_push_device_or_404(person: Person, id_: int) -> PushDevice:
    """A browser of theirs in which they switched notifications on."""
    device = PushDevice.objects.filter(person=person, person__is_active=True, pk=id_).first()
    if device is None:
        raise Http404
    return device


def get_removed_post_or_404(person: Person, id_: int | str) -> Post:
    """A post that this person has just deleted, or one that is back already."""
    removal = Removal.objects.filter(post=number_of(id_), comment=None, by=person, settled_at=None, by__is_active=True)
    found = removal.select_related("post__community").first()
    return get_post_or_404(person, id_) if found is None else found.post


def get_removed_comment_or_404(person: Person, post_id: int | str, id_: int | str) -> Comment:
    """The same of a comment of that post."""
    removal = Removal.objects.filter(post=number_of(post_id), comment=number_of(id_), by=person, settled_at=None, by__is_active=True)
    found = removal.select_related("comment__post__community").first()
    comment = get_comment_or_404(person, id_) if found is None else found.comment
    if comment is None or comment.post_id != number_of(post_id):
        raise Http404
    return comment


def uploads(person: Person) -> QuerySet[Attachment]:
    """The files that this person sent and has not published."""
    return Attachment.objects.filter(owner=person, owner__is_active=True, post=None)


def get_upload_or_404(person: Person, token: str) -> Attachment:
    found = uploads(person).filter(token=token).first()
    if found is None:
        raise Http404
    return found


def asked_page(person: Person, page: LinkPage) -> str:
    """The mark by which this person, and nobody else, is told for an hour what was found at an address that they wrote.

    It says nothing that they do not know: not even whether somebody had written it before.
    """
    return signing.dumps([page.key, person.pk], salt=_ASKED)


def get_asked_page_or_404(person: Person, mark: str) -> LinkPage:
    try:
        key, asker = signing.loads(mark, salt=_ASKED, max_age=_ASKED_LASTS)
    except signing.BadSignature:
        raise Http404 from None
    found = LinkPage.objects.filter(key=key).first() if asker == person.pk and person.is_active else None
    if found is None:
        raise Http404
    return found


def testimonials(person: Person) -> QuerySet[Testimonial]:
    """What this person said of stories, or is asked to say: theirs only, whatever they consent to. What they declined is done with."""
    return Testimonial.objects.filter(person=person, person__is_active=True, declined_at=None)


def shown_testimonials(person: Person) -> QuerySet[Testimonial]:
    """What others say, or this person, of stories that they may read, where its person, whose account is open, lets it be shown."""
    consents = Consent.objects.filter(testimonial=OuterRef("pk"), use=Use.INTERNAL, withdrawn_at=None)
    shown = Testimonial.objects.exclude(quote="").filter(Exists(consents), person__is_active=True)
    return shown.filter(story__post__in=posts(person).values("pk"))


def get_shown_testimonial_or_404(person: Person, id_: int | str) -> Testimonial:
    found = shown_testimonials(person).filter(pk=number_of(id_)).select_related("story__post__community", "person").first()
    if found is None:
        raise Http404
    return found


def testimonials_to_write(person: Person) -> QuerySet[Testimonial]:
    """Those of theirs whose words and consents this person may give: a member of its community, or someone asked who reads there still.

    Nobody who was banned. To withdraw a consent, or all of it, is one's own for ever.
    """
    place = OuterRef("story__community")
    is_member = Exists(Membership.objects.filter(community=place, person=person.pk))
    is_banned = Exists(Ban.objects.filter(community=place, person=person.pk))
    is_asked = Q(asked_by__isnull=False, story__post__in=posts(person).values("pk")) & ~is_banned
    own = Testimonial.objects.filter(person=person, person__is_active=True)  # what they declined may still be written
    standing = own.filter(story__post__deleted_at=None, story__community__archived_at=None)
    return standing.filter(Q(is_member) | is_asked)


def may_write_testimonial(person: Person, testimonial: Testimonial) -> bool:
    return testimonials_to_write(person).filter(pk=testimonial.pk).exists()


def get_testimonial_or_404(person: Person, id_: int | str) -> Testimonial:
    found = testimonials(person).filter(pk=number_of(id_)).first()
    if found is None:
        raise Http404
    return found
