"""The requests of the bench: what each asks, as whom, and what it may cost."""

import random
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

from rse.people.models import Person
from tests.bench.data import VISITORS, Made
from tests.bench.load import Request

CSRF = secrets.token_hex(16)
FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True)
class Page:
    """What is measured: its name, the processor time it may take as a multiple of the floor, and its requests."""

    name: str
    target: float
    make: Callable[[int], Request]
    is_write: bool = False


def pages(made: Made) -> list[Page]:
    """Signed in as VISITORS different people in turn."""
    cookies = [session_cookie(person) for person in made.people[:VISITORS]]
    ranked = [session_cookie(person) for person in made.ranked]
    draw = random.Random(3)
    thread = f"/p/{made.thread_id}/"

    def get(path: str) -> Callable[[int], Request]:
        return lambda turn: Request("GET", path, {"Cookie": cookies[turn % VISITORS]})

    def post(path: str, fields: Callable[[int], dict[str, str]]) -> Callable[[int], Request]:
        def make(turn: int) -> Request:
            headers = {"Cookie": cookies[turn % VISITORS], "Content-Type": FORM, "X-CSRFToken": CSRF}
            return Request("POST", path, headers, urlencode(fields(turn)).encode(), status=302)

        return make

    def profile(turn: int) -> Request:
        return Request("GET", f"/people/{draw.choice(made.people)}/", {"Cookie": cookies[turn % VISITORS]})

    def words(turn: int) -> dict[str, str]:
        return answer(turn) | {"community": made.thread_slug, "kind": "message", "title": "Cote du palier"}

    def answer(turn: int) -> dict[str, str]:
        return {"body": "Quelqu’un a la cote du palier ? " * 5, "client_key": secrets.token_hex(8)}

    def reaction(turn: int) -> Request:
        """As the page's script sends it: everybody gives, then everybody takes back."""
        headers = {"Cookie": cookies[turn % VISITORS], "Content-Type": FORM, "X-CSRFToken": CSRF, "HX-Request": "true"}
        given = "true" if turn // VISITORS % 2 else "false"
        return Request("POST", f"{thread}reactions", headers, urlencode({"kind": f"utile:{given}"}).encode())

    return [
        Page("home", 11, get("/")),
        Page("home, for you", 11, lambda turn: Request("GET", "/", {"Cookie": ranked[turn % len(ranked)]})),
        Page("community", 11, get(f"/c/{made.thread_slug}/")),
        Page("thread of 50 comments", 15, get(f"{thread}?all=1")),  # whoever comes back would find most of them folded
        Page("profile", 10, profile),
        Page("search page", 15, get("/search/?q=girouettes")),
        Page("search page, very common words", 15, get("/search/?q=capteur+tension")),
        Page("publish a post", 15, post("/p/new", words), is_write=True),
        Page("publish a comment", 12, post(f"/p/{made.answered_id}/comments", answer), is_write=True),
        Page("react", 8, reaction, is_write=True),
    ]


def session_cookie(person_id: int) -> str:
    """The cookies of a browser in which that person has signed in."""
    person = Person.objects.get(pk=person_id)
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    store[SESSION_KEY] = str(person.pk)
    store[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    store[HASH_SESSION_KEY] = person.get_session_auth_hash()
    store.create()
    return f"{settings.SESSION_COOKIE_NAME}={store.session_key}; {settings.CSRF_COOKIE_NAME}={CSRF}"
