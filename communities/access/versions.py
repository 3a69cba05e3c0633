"""Past versions of a text: who may take the words of one away, and how a door gets hold of it."""

from django.http import Http404

from communities.access.getting import number_of
from communities.access.rights import may_delete, require
from communities.models import Comment, Post, TextVersion
from rse.people.models import Person


def may_remove_versions(person: Person, content: Post | Comment) -> bool:
    """Take away words that stood there once: whoever may delete the whole of it, its author or who moderates."""
    return may_delete(person, content)


def get_past_version_or_404(person: Person, content: Post | Comment, number: int | str) -> TextVersion:
    """A version before the present one, of what was got through access; 403 for who reads it and may not take it away."""
    require(may_remove_versions(person, content))
    post, comment = (content, None) if isinstance(content, Post) else (content.post_id, content)
    kept = TextVersion.objects.filter(post=post, comment=comment).order_by("id")
    place = number_of(number)
    found = kept.select_related("removed_by")[place - 1 : place] if 0 < place < 1 << 31 else ()
    for version in found:
        return version
    raise Http404
