"""Names and addresses of communities: whose they are, without telling anybody of a secret one.

A name belongs to a listed community. What a secret one is called is known to its members only: others may
take the same name and notice nothing. Its address ends in a token, so that no plain address meets it, and the
plain ones that it had before go to whoever asks for them.
"""

import re

from django.db import connection
from django.utils.crypto import get_random_string
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from communities.models import Community, CommunitySlug
from rse.lib.fold import fold
from rse.lib.refusal import Refused
from rse.lib.text import one_line

MAX_NAME = 80
RESERVED_SLUGS = {"new", "mine", "all", "invitations"}
_TOKEN = 10
_LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"


def checked_name(name: str) -> str:
    """The name on one line. Raises Refused when it is empty or too long."""
    name = one_line(name)
    if not name or not slugify(name):
        raise Refused(_("A community needs a name with letters or digits."), field="name")
    if len(name) > MAX_NAME:
        raise Refused(_("%(limit)s characters at most.") % {"limit": MAX_NAME}, field="name")
    return name


def is_taken(name: str, *, except_for: Community | None = None) -> bool:
    """Whether a listed community has that name: every employee may know of it."""
    others = Community.objects.filter(name_key=fold(name), listed=True)
    return (others if except_for is None else others.exclude(pk=except_for.pk)).exists()


def require_free(name: str, *, except_for: Community | None = None) -> None:
    """Raises Refused when a listed community has that name. Whoever asks for the same one meanwhile waits for this transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"community:{fold(name)}"])
    if is_taken(name, except_for=except_for):
        raise Refused(_("This name cannot be used: choose another one."), field="name")


def free_slug(name: str, *, listed: bool, present: Community | None = None) -> str:
    """The address that follows from a name: the present one when it still fits, else a free one.

    For a listed community a number follows when another one has it, or had it; for a secret one, a token.
    """
    base = slugify(fold(name))[:70]
    if not listed:
        base = base[:69]
        kept = present is not None and re.fullmatch(f"{re.escape(base)}-[{_LETTERS}]{{{_TOKEN}}}", present.slug)
        return present.slug if present is not None and kept else f"{base}-{get_random_string(_TOKEN, _LETTERS)}"
    for number in range(1, 1_000):
        slug = base if number == 1 else f"{base}-{number}"
        now = Community.objects.filter(slug=slug)
        past = CommunitySlug.objects.filter(slug=slug, community__listed=True)
        if present is not None:
            now, past = now.exclude(pk=present.pk), past.exclude(community=present)
        if slug not in RESERVED_SLUGS and not now.exists() and not past.exists():
            return slug
    raise Refused(_("This name cannot be used: choose another one."), field="name")


def take_address(community: Community, slug: str) -> None:
    """Give the community that address, to be saved; the one it had leads to it, and none leads elsewhere."""
    CommunitySlug.objects.filter(slug=slug).delete()
    if community.pk is not None and community.slug != slug:
        CommunitySlug.objects.update_or_create(slug=community.slug, defaults={"community": community})
    community.slug = slug
