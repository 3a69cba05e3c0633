"""A post of each kind in every community that takes posts."""

from datetime import timedelta

from communities.actions.polls import vote
from communities.actions.testimonials import offer_testimonial
from communities.models import Post, Testimonial
from tests.access.words import TOPICS, UNQUOTED, WORDS
from tests.conftest import Cast
from tests.factories import NOW, TODAY, make_post


def shares(cast: Cast) -> dict[str, Post]:
    """Bob passes on what is said among partners: in sight of every employee, and of a closed community."""
    passed = {"original": cast.partners_post}
    return {place: make_post(cast.bob, cast.communities[place], "", kind="share", details=passed) for place in ("open", "closed")}


def polls(cast: Cast) -> dict[str, Post]:
    """One poll to each community that takes posts, in which someone has voted."""
    made = {}
    for place, inside in {"open": cast.erin, "closed": cast.alice, "secret": cast.alice, "partners": cast.erin}.items():
        asked = {"options": [f"Pour {WORDS[place]}", f"Contre {WORDS[place]}"]}
        made[place] = make_post(inside, cast.communities[place], "", title=f"Avis sur {WORDS[place]}", kind="poll", details=asked)
        vote(by=inside, post=made[place], options=[1], at=NOW)
    return made


def praises(cast: Cast) -> dict[str, Post]:
    """Bob is praised in each community that takes posts."""
    made = {}
    for place, inside in {"open": cast.erin, "closed": cast.alice, "secret": cast.alice, "partners": cast.erin}.items():
        asked = {"people": [cast.bob.pk], "what_for": f"Aide sur {WORDS[place]}"}
        made[place] = make_post(inside, cast.communities[place], f"Bravo pour {WORDS[place]}", kind="praise", details=asked)
    return made


def tagged(cast: Cast) -> dict[str, Post]:
    """A topic of its own to each community that takes posts, and one that all of them bear."""
    inside = {"open": cast.erin, "closed": cast.alice, "secret": cast.alice, "partners": cast.erin}
    return {place: make_post(one, cast.communities[place], f"Vu : #{TOPICS[place]} et #Sujet-commun") for place, one in inside.items()}


def announcements(cast: Cast) -> dict[str, Post]:
    """One to be read in each community that takes posts, by whoever owns it."""
    made = {}
    for place, owner in {"open": cast.erin, "closed": cast.alice, "secret": cast.alice, "partners": cast.erin}.items():
        words = f"À savoir sur {WORDS[place]}"
        made[place] = make_post(owner, cast.communities[place], words, title=words, kind="announcement", details={"must_read": True})
    return made


def stories(cast: Cast) -> dict[str, Post]:
    """A success in each community that takes posts, told by whoever owns it."""
    made = {}
    for place, owner in {"open": cast.erin, "closed": cast.alice, "secret": cast.alice, "partners": cast.erin}.items():
        told = {"situation": f"Avant {WORDS[place]}", "change": f"Après {WORDS[place]}", "happened_on": TODAY - timedelta(days=9)}
        made[place] = make_post(owner, cast.communities[place], "", title=f"Succès de {WORDS[place]}", kind="story", details=told)
    return made


def testimonials(cast: Cast, stories: dict[str, Post]) -> dict[str, Testimonial]:
    """Bob says something of each story."""
    return {
        place: offer_testimonial(
            by=cast.bob, post=post, quote=f"Parole sur {WORDS[place]}, {UNQUOTED}" if place != "open" else "Parole ouverte", at=NOW,
            uses=["internal"] if place == "open" else [],
        )
        for place, post in stories.items()
    }  # fmt: skip
