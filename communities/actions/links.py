"""Links: the page that a text links to first, shown under it as a card; looked up by a task, never on the path of a request.

The card is words and a small picture of our own: nothing is embedded and nothing loaded from elsewhere. The security policy
allows no frame and no foreign image, and a video opened here would tell its site who reads what; it opens there, in a new tab.

What is said in a secret or a protected community is not looked up: the target would learn that somebody here speaks of it.
`Link` is the truth; the column `link` of the text is what its card shows of it.
"""

import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from hashlib import sha256
from secrets import token_hex
from typing import Any
from urllib.parse import urlsplit

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q

from communities import access, events
from communities.actions.words import MAX_BODY
from communities.events import NewEvent
from communities.models import Comment, Community, Link, LinkPage, LinkState, Post
from communities.models.event import Verb
from rse.audit import log
from rse.lib import storage
from rse.lib.fetch import Fetched, NotFetched, clean_address, fetch
from rse.lib.page_facts import Facts, facts_of, facts_of_file
from rse.lib.picture import Picture
from rse.lib.refusal import Refused
from rse.lib.text import links_in, render
from rse.people.models import Person

logger = structlog.get_logger(__name__)

ANY = "*"  # instead of the address of a link not to be shown: whichever it is
MAX_HTML, MAX_PICTURE = 512_000, 3_000_000  # bytes read
FOLDER = "links"
SIDE, LEAST = 480, 40  # pixels of our picture; what is smaller than the second is no picture of anything
FRESH = timedelta(days=7)
FRESH_NOTHING = timedelta(days=1)  # of a page that had nothing to show
_PAGES = ("text/html", "application/xhtml+xml")
_TRIES = 2
_TRIED_AGAIN_AFTER = timedelta(minutes=5)
_AT_ONCE = 20
_FORGOTTEN_AT_ONCE = 5_000

Fetch = Callable[..., Fetched]


def fetch_page(url: str) -> Fetched:
    """The beginning of a page. Raises NotFetched."""
    return fetch(url, accept=_PAGES, most=MAX_HTML)


def fetch_picture(url: str) -> Fetched:
    """A whole picture. Raises NotFetched."""
    return fetch(url, accept=("image/",), most=MAX_PICTURE)


def offers_links() -> bool:
    """Whether pages are looked up at all."""
    return bool(settings.LINK_PREVIEWS)


def shows_links(community: Community) -> bool:
    """Whether the pages linked to from there are looked up."""
    return offers_links() and community.listed and not community.protected


def link_in(html: str) -> str:
    """The first address of a text that can be looked up, as it is written; "" without one. Ours are not."""
    return next((url for url in links_in(html) if (clean := clean_address(url)) and not _is_ours(clean)), "")


def change_link(content: Post | Comment, html: str, *, by: Person, at: datetime, without: str | None = None, is_new: bool = False) -> bool:
    """Have a text that `by` writes show the page it links to first; says whether that changed. The caller saves its `link`.

    `without` is the address of the page not to be shown, or ANY; None leaves that as it was. What somebody else took away stays so.
    """
    url = link_in(html)
    there = None if is_new else Link.objects.select_for_update(of=("self",)).filter(**_own(content)).select_related("page").first()
    changed = False
    if there is not None and (not url or there.page.key != _key(url)):
        there.delete()
        there, changed = None, True
    if there is None and url and shows_links(_post(content).community):
        there, changed = _linked(content, url, at=at), True
    if there is not None and without is not None:
        changed = _take_away(there, is_away=_is_same(there.url, without), by=by, at=at) or changed
    content.link = shown(there)
    return changed


@transaction.atomic
def ask_link(*, by: Person, community: Community, body: str, at: datetime, without: str = "") -> LinkPage | None:
    """The page that this text would show if `by` published it there, to be looked up; None when it would show none.

    Raises PermissionDenied to whoever may not write there.
    """
    access.require(access.may_write(by, community))
    url = link_in(render(body).html) if shows_links(community) and len(body) <= MAX_BODY else ""
    return None if not url or _is_same(url, without) else _page(url, at=at)


@transaction.atomic
def remove_link(*, by: Person, link: Link, at: datetime, source: str = "web") -> None:
    """Take the card of a page away from under a text: its author, or whoever moderates. Done twice, it is done once."""
    content = _locked(link)
    access.require(access.may_delete(by, content))
    link = Link.objects.select_for_update(of=("self",)).get(pk=link.pk)
    if not _take_away(link, is_away=True, by=by, at=at):
        return
    _show_again(content, None)
    if by.pk != content.author_id:
        log.record(actor=by, act="link.remove", target_type="link", target_id=link.pk, detail={"author": content.author_id}, at=at)
    events.announce(_changed(content, by_id=by.pk, at=at, source=source))


def links_due(at: datetime) -> list[int]:
    """The pages to be looked up whose message was lost, or that did not answer."""
    return list(LinkPage.objects.filter(due_at__lte=at).order_by("due_at").values_list("pk", flat=True)[:_AT_ONCE])


def fetch_link(*, page_id: int, at: datetime) -> bool:
    """Look one page up and show what was found under the texts that link to it. Whoever comes second finds nothing to do."""
    claimed = LinkPage.objects.filter(pk=page_id, due_at__lte=at)
    if not offers_links() or not claimed.update(due_at=at + _TRIED_AGAIN_AFTER, tries=F("tries") + 1):
        return False
    page = LinkPage.objects.get(pk=page_id)
    if page.tries > _TRIES:  # it took a worker down each time
        _settle(page, LinkState.FAILED, at=at)
        return False
    try:
        found = _look_up(page.url)
    except NotFetched as error:
        if error.again and page.tries < _TRIES:
            return False
        logger.info("link_not_fetched", page_id=page.pk, why=str(error))
        _settle(page, LinkState.FAILED if error.again else LinkState.NONE, at=at)
        return False
    if not found.facts.title:
        _settle(page, LinkState.NONE, at=at)
        return False
    _keep(page, found, at=at)
    for link in Link.objects.filter(page=page, removed_at=None).select_related("page").iterator(chunk_size=200):
        _show(link, at=at)
    LinkPage.objects.filter(pk=page.pk, fetched_at=at).update(due_at=None, tries=0)
    return True


@transaction.atomic
def forget_unused(*, before: datetime) -> int:
    """Throw away the pages that no text shows any more and nobody has written since that instant. Returns how many."""
    unused = LinkPage.objects.filter(~Exists(Link.objects.filter(page=OuterRef("pk"))), asked_at__lt=before)
    found = list(unused.select_for_update(of=("self",), skip_locked=True).values_list("pk", "picture_key")[:_FORGOTTEN_AT_ONCE])
    LinkPage.objects.filter(pk__in=[pk for pk, _key in found]).delete()
    for _pk, key in found:
        if key:
            transaction.on_commit(partial(storage.forget, key), robust=True)
    return len(found)


def forget_deleted_links(*, before: datetime) -> None:
    """Those of what was deleted before that instant: the pages go with `forget_unused`."""
    Link.objects.filter(Q(post__deleted_at__lt=before) | Q(comment__deleted_at__lt=before)).delete()


def shown(link: Link | None) -> dict[str, Any] | None:
    """What a card shows: the column `link` of its text."""
    if link is None or link.removed_at is not None or link.page.state != LinkState.READY:
        return None
    page = link.page
    size = [page.picture_width, page.picture_height] if page.picture_key else None
    words = {"title": page.title, "site": page.site, "description": page.description}
    return {"token": link.token, "url": link.url, "is_video": page.is_video, "picture": size, **words}


# Rows ---------------------------------------------------------------------------------------------


def _linked(content: Post | Comment, url: str, *, at: datetime) -> Link:
    return Link.objects.create(token=token_hex(16), page=_page(url, at=at), url=url, **_own(content))


def _page(url: str, *, at: datetime) -> LinkPage:
    """The row of that address, under lock: who looks it up meanwhile finds the text that is being written. Looked up when stale."""
    made, is_new = LinkPage.objects.get_or_create(key=_key(url), defaults={"url": clean_address(url) or "", "asked_at": at, "due_at": at})
    page = LinkPage.objects.select_for_update(of=("self",), no_key=True).get(pk=made.pk)
    page.asked_at = max(page.asked_at, at)
    lasts = FRESH if page.state == LinkState.READY else FRESH_NOTHING
    if page.due_at is None and page.fetched_at is not None and page.fetched_at <= at - lasts:
        page.due_at, page.tries, is_new = at, 0, True
    page.save(update_fields=["asked_at", "due_at", "tries"])
    if is_new:
        events.hint_link(page_id=page.pk)
    return page


def _take_away(link: Link, *, is_away: bool, by: Person, at: datetime) -> bool:
    """Take it away, or bring back what one took away oneself; says whether that changed anything."""
    if is_away == (link.removed_at is not None) or (not is_away and link.removed_by_id != by.pk):
        return False
    link.removed_at, link.removed_by = (at, by) if is_away else (None, None)
    link.save(update_fields=["removed_at", "removed_by"])
    return True


def _is_same(url: str, without: str) -> bool:
    return without == ANY or (bool(without) and clean_address(without) == clean_address(url))


def _is_ours(clean: str) -> bool:
    host = (urlsplit(clean).hostname or "").removesuffix(".")
    return host in {(urlsplit(settings.SITE_URL).hostname or "").lower(), *(name.strip("[].") for name in settings.ALLOWED_HOSTS)}


def _key(url: str) -> str:
    return sha256((clean_address(url) or "").encode()).hexdigest()


def _own(content: Post | Comment) -> dict[str, Any]:
    return {"post": content, "comment": None} if isinstance(content, Post) else {"post_id": content.post_id, "comment": content}


def _post(content: Post | Comment) -> Post:
    return content if isinstance(content, Post) else content.post


# Looking up ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Found:
    facts: Facts
    picture: Picture | None = None


def _look_up(url: str) -> _Found:
    """What the page says of itself, with its picture made anew. Raises NotFetched."""
    page = fetch_page(url)
    if page.media_type.startswith("video/"):
        return _Found(facts_of_file(page.url))
    if page.media_type not in _PAGES:
        raise NotFetched("no page")
    facts = facts_of(page.content, url=page.url, charset=page.charset)
    return _Found(facts, _picture(facts.picture) if facts.title and facts.picture else None)


def _picture(url: str) -> Picture | None:
    """Without it, a card is words."""
    try:
        found = fetch_picture(url)
        if not found.is_whole or not found.content:
            return None
        (made,) = storage.resize_image(io.BytesIO(found.content), sides=(SIDE,), most=MAX_PICTURE)
    except (NotFetched, Refused):
        return None
    return made if min(made.width, made.height) >= LEAST else None


def _settle(page: LinkPage, state: str, *, at: datetime) -> None:
    """Nothing came. What was known before stays shown."""
    known = LinkPage.objects.filter(pk=page.pk)
    known.update(due_at=None, tries=0, fetched_at=at)
    known.exclude(state=LinkState.READY).update(state=state)


def _keep(page: LinkPage, found: _Found, *, at: datetime) -> None:
    """Write what was found; it stays due until every text shows it, lest a worker that dies leave some without."""
    picture, before = found.picture, page.picture_key
    page.picture_key = storage.keep(FOLDER, picture.content, suffix="webp", field=None) if picture else ""
    page.picture_width, page.picture_height = (picture.width, picture.height) if picture else (None, None)
    page.title, page.site, page.description = found.facts.title, found.facts.site, found.facts.description
    page.is_video, page.state, page.fetched_at = found.facts.is_video, LinkState.READY, at
    fields = ["picture_key", "picture_width", "picture_height", "title", "site", "description", "is_video", "state", "fetched_at"]
    with transaction.atomic():
        LinkPage.objects.select_for_update(of=("self",), no_key=True).get(pk=page.pk)
        page.save(update_fields=fields)
        if before:
            transaction.on_commit(partial(storage.forget, before), robust=True)


@transaction.atomic
def _show(link: Link, *, at: datetime) -> None:
    """The card of the text is drawn anew, and the pages that show it hear of it; nothing, if it says so already."""
    content = _locked(link)
    now = Link.objects.filter(pk=link.pk).select_related("page").first()
    if now is None or content.link == shown(now):
        return
    _show_again(content, shown(now))
    if content.deleted_at is None:
        events.announce(_changed(content, by_id=None, at=at, source="web"))


def _locked(link: Link) -> Post | Comment:
    if link.comment_id is not None:
        return Comment.objects.select_for_update(of=("self",)).select_related("post__community").get(pk=link.comment_id)
    return Post.objects.select_for_update(of=("self",)).select_related("community").get(pk=link.post_id)


def _show_again(content: Post | Comment, card: dict[str, Any] | None) -> None:
    type(content)._default_manager.filter(pk=content.pk).update(link=card, version=F("version") + 1)
    if isinstance(content, Comment):
        Post.objects.filter(pk=content.post_id).update(version=F("version") + 1)


def _changed(content: Post | Comment, *, by_id: int | None, at: datetime, source: str) -> NewEvent:
    """What pages hear when a card shows something else: an edition, which is no event of the history."""
    post = _post(content)
    return NewEvent(
        at=at,
        verb=Verb.EDIT,
        actor_id=by_id,
        community_id=post.community_id,
        object_type="post" if content is post else "comment",
        object_id=content.pk,
        root_id=post.pk,
        target_id=content.author_id,
        source=source,
    )
