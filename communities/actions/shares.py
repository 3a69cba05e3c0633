"""Shares: pass a post on to another community.

What is said in a secret or a protected community (union, medical, works council) is not passed on from its menu: even a card
without content would tell, in another place, that such a community exists and speaks. Of a closed one the card tells those
outside nothing but that there is something they do not read. Whoever may read the original can always copy its link.
"""

from collections.abc import Mapping
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from communities import access
from communities.actions._kind import Kind
from communities.models import Community, Post, PostKind, Share
from rse.lib.refusal import Refused
from rse.people.models import Person

VIA = "share"  # of the event of a post that shares another one


def check(by: Person, community: Community, details: Mapping[str, object], at: datetime) -> Post:
    """Read {original: a post}; of a share, what it shares. Raises Refused on what may not be passed on there."""
    given = details.get("original")
    if not isinstance(given, Post):
        raise Refused(_("Choose the post to share."), field="original")
    original = original_of(given)
    if not access.may_read(by, original):
        raise Refused(_("The post to share is not there any more."), field="original")
    if not access.may_share(by, original):
        raise Refused(_("What is said in a secret or protected community is not shared elsewhere."), field="original")
    if original.community_id == community.pk:
        raise Refused(_("This post is in this community already."), field="community")
    return original


def write(post: Post, original: Post, by: Person, at: datetime, source: str) -> None:
    Share.objects.create(post=post, original=original)


SHARE = Kind(check=check, write=write, needs_body=False, has_details=True, is_offered=False, via=VIA)


def original_of(post: Post) -> Post:
    """What a share shares; any other post itself."""
    if post.kind != PostKind.SHARE:
        return post
    return Share.objects.select_related("original__community").get(post=post).original
