"""What belongs to one person and is nobody else's: their drafts."""

from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404

from communities.models import Draft, Post
from rse.people.models import Person


def drafts(person: Person) -> QuerySet[Draft]:
    """What this person has begun and not published. A save that came too late brings nothing back."""
    published = Post.objects.filter(author=OuterRef("person"), client_key=OuterRef("client_key"))
    return Draft.objects.filter(~Exists(published), person=person, person__is_active=True)


def get_draft_or_404(person: Person, client_key: str) -> Draft:
    draft = drafts(person).filter(client_key=client_key).select_related("community").first()
    if draft is None:
        raise Http404
    return draft
