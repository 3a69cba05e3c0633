"""The badge, the dots and the title of the page: what they say is what the database says, whatever happened."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from random import Random

import pytest
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page, expect

from communities import feeds, tasks
from communities.models import Comment, Notification, PendingEvent, Post
from rse.celery import app
from rse.people.models import Person
from tests.conftest import Cast
from tests.factories import make_comment, make_post

Enter = Callable[..., BrowserContext]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ACTS = 200
SORTS = [
    "post", "post", "name", "comment", "comment", "name there", "delete", "delete comment", "read", "read all", "unread", "mark",
]  # fmt: skip
# What the person of the page does, sent by the page itself.
SEND = """async ([address, fields]) => {
  const token = JSON.parse(document.body.getAttribute('hx-headers:inherited'))['X-CSRFToken'];
  const body = new URLSearchParams(fields);
  const answer = await fetch(address, {method: 'POST', headers: {'X-CSRFToken': token, 'HX-Request': 'true'}, body});
  return answer.status;
}"""
SHOWN = """() => ({
  badge: document.querySelector('#bell .bar-count')?.textContent || '0',
  dots: [...document.querySelectorAll('.nav-side [data-community].unread')].map((link) => link.dataset.community).sort(),
  title: document.title.match(/^\\((\\d+)\\)/)?.[1] || '0',
  pill: document.querySelector('[data-live-count]').textContent.match(/\\d+/)?.[0] || '0',
  held: [...document.querySelectorAll('[data-live-feed] > [data-id]')].map((item) => item.dataset.id),
})"""


@pytest.fixture
def tasks_at_once() -> Iterator[None]:
    """Tasks run where they are sent: there is no worker here."""
    app.conf.task_always_eager = True
    yield
    app.conf.task_always_eager = False


def test_the_badge_the_dots_and_the_title_agree_with_the_database_after_200_acts(cast: Cast, enter: Enter, tasks_at_once: None) -> None:
    for minute in range(4):
        make_post(cast.alice, cast.closed, f"Avant {minute}.", at=timezone.now() - timedelta(hours=1, minutes=minute))
    pages = {cast.bob: enter(cast.bob).new_page(), cast.erin: enter(cast.erin).new_page()}
    for page in pages.values():
        page.set_default_timeout(60_000)
        page.goto("/")
        expect(page.locator("html")).to_have_attribute("data-live", "on", timeout=60_000)
    for event_id in PendingEvent.objects.values_list("event_id", flat=True):  # of what was said before
        tasks.notify(event_id=event_id)
    draw = Random(2_026)
    done = [_act(draw, cast, person, pages[person]) for person in [draw.choice([cast.bob, cast.erin]) for _ in range(ACTS)]]
    assert len(set(done)) >= 8, "all sorts of acts"
    assert not PendingEvent.objects.exists()
    for person, page in pages.items():
        _agrees(person, page)
    assert any(Notification.objects.filter(person=person, read_at=None).exists() for person in pages)


def _act(draw: Random, cast: Cast, person: Person, page: Page) -> str:
    """One thing at random; its name."""
    place = draw.choice([cast.open, cast.closed, cast.partners])
    other = cast.erin if person == cast.bob else cast.bob
    theirs = Post.objects.filter(deleted_at=None, community=place).order_by("-id")[:20]
    post = draw.choice(list(theirs))
    what = draw.choice(SORTS)
    mine = Notification.objects.filter(person=person).order_by("-id").values_list("pk", flat=True)[:10]
    match what:
        case "post" | "name":
            body = f"@{other.name}, une chose." if what == "name" else "Une chose."
            make_post(person, place, body, at=timezone.now())
        case "comment" | "name there":
            body = f"@{other.name}, encore." if what == "name there" else "Encore."
            make_comment(person, post, body, at=timezone.now())
        case "delete":
            own = Post.objects.filter(author=person, deleted_at=None).order_by("-id")[:3]
            for one in [draw.choice(list(own))] if own else []:
                _send(page, f"/p/{one.pk}/delete", {})
        case "delete comment":
            said = Comment.objects.filter(author=person, deleted_at=None, post__deleted_at=None).order_by("-id")[:3]
            for each in [draw.choice(list(said))] if said else []:
                _send(page, f"/p/{each.post_id}/comments/{each.pk}/delete", {})
        case "read":
            _send(page, "/read", {"ids": str(post.pk)})
        case "read all":
            _send(page, "/read/all", {"community": place.slug})
        case "unread" if mine:
            _send(page, f"/notifications/{draw.choice(list(mine))}/mark", {"read": "0"})
        case "mark" if mine:
            _send(page, f"/notifications/{draw.choice(list(mine))}/mark", {"read": "1"})
    return what


def _send(page: Page, address: str, fields: dict[str, str]) -> None:
    """404: of a notification that went with what it spoke of; 429: of one deletion too many in a minute."""
    assert page.evaluate(SEND, [address, fields]) in (200, 204, 404, 429)


def _agrees(person: Person, page: Page) -> None:
    """Waits until the page says what the database says."""
    person = Person.objects.get(pk=person.pk)
    waiting = feeds.unread_notifications(person)
    dots = sorted(str(place.community.pk) for place in feeds.my_communities(person) if place.is_unread)
    shown = page.evaluate(SHOWN)
    fresh = [row.id for row in feeds.home_feed(person, size=100) if str(row.id) not in shown["held"]]
    newest = max((int(id_) for id_ in shown["held"]), default=0)
    new = Post.objects.filter(pk__in=[id_ for id_ in fresh if id_ > newest]).exclude(author=person).count()
    wanted = {"badge": str(waiting), "dots": dots, "title": str(waiting + new), "pill": str(new)}
    page.wait_for_function(
        f"(wanted) => {{ const {{ held, ...shown }} = ({SHOWN})(); return JSON.stringify(shown) === JSON.stringify(wanted); }}",
        arg=wanted,
    )
