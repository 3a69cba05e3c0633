"""The kinds of posts that are offered, in the order in which the composer shows them."""

from django.utils.translation import gettext_lazy as _

from communities.actions._kind import Kind
from communities.actions.announcements import ANNOUNCEMENT
from communities.actions.polls import POLL
from communities.actions.praises import PRAISE
from communities.actions.shares import SHARE
from communities.actions.stories import STORY
from communities.models import PostKind
from rse.lib.refusal import Refused

KINDS: dict[str, Kind] = {
    PostKind.MESSAGE.value: Kind(),
    PostKind.QUESTION.value: Kind(title_is_enough=True),
    PostKind.POLL.value: POLL,
    PostKind.PRAISE.value: PRAISE,
    PostKind.STORY.value: STORY,
    PostKind.ANNOUNCEMENT.value: ANNOUNCEMENT,
    PostKind.SHARE.value: SHARE,
}


def kind_of(name: str) -> Kind:
    """The kind of that name. Raises Refused when it is not offered."""
    if (kind := KINDS.get(name)) is None:
        raise Refused(_("This kind of post does not exist."), field="kind")
    return kind


def plain_kind_of(name: str) -> Kind:
    """The same for a post that comes without details, as from an import."""
    kind = kind_of(name)
    if kind.has_details:
        raise Refused(_("This kind of post needs more than words."), field="kind")
    return kind


def choices() -> list[tuple[str, str]]:
    """The kinds for a form: name and label."""
    return [(name, str(PostKind(name).label)) for name, kind in KINDS.items() if kind.is_offered]
