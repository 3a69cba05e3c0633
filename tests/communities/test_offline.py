"""What a browser keeps of the home page: the feed of its person, without what may not lie in a browser."""

from collections.abc import Callable
from dataclasses import replace

from django.test import Client

from communities.actions.communities import change_settings
from communities.actions.levels import set_level_of_person
from rse.people.models import Person
from tests.conftest import Cast
from tests.factories import CLOSED, NOW

SignIn = Callable[[Person], Client]


def _kept(client: Client) -> str:
    answer = client.get("/offline/feed")
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_last_feed_holds_what_its_person_may_read_but_nothing_secret_or_protected(cast: Cast, sign_in: SignIn) -> None:
    page = _kept(sign_in(cast.bob))
    for word in ("nacelle-ouverte", "turbine-fermée", "bielle-partagée", cast.closed.name):
        assert word in page
    assert "hélice-secrète" not in page and cast.secret.name not in page and cast.secret.slug not in page
    guarded = replace(CLOSED, protected=True)
    change_settings(by=cast.alice, community=cast.closed, at=NOW, purpose="", settings=guarded, charter="")
    page = _kept(sign_in(cast.bob))
    assert "turbine-fermée" not in page and cast.closed.name not in page and cast.closed.slug not in page


def test_it_is_of_each_person_and_leaves_out_whom_they_blocked(cast: Cast, sign_in: SignIn) -> None:
    assert "turbine-fermée" not in _kept(sign_in(cast.carol))
    set_level_of_person(by=cast.bob, other=cast.erin, level="block", at=NOW)
    assert "nacelle-ouverte" not in _kept(sign_in(cast.bob))


def test_nobody_else_gets_it(cast: Cast) -> None:
    assert Client().get("/offline/feed").status_code == 302
