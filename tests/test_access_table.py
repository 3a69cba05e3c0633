"""Nobody learns what they may not read: the cast, on every surface of the site, in every state of what lies there."""

from collections.abc import Callable

import pytest
from django.contrib import admin
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.urls import reverse

from rse.people.models import Person
from tests.access import accounts, figures, pages, programs
from tests.access.doors import address, addresses, ask, hidden_from, leaks, outcome, state, text_of, without_noise
from tests.access.rows import TARGETS, Row
from tests.access.stage import Stage, set_stage
from tests.conftest import Cast

SignIn = Callable[[Person], Client]
ROWS = [*pages.ROWS, *programs.ROWS, *figures.ROWS, *accounts.ADMIN_PAGES]
READING = [row for row in ROWS if row.method == "GET"]
WRITING = [row for row in ROWS if row.method != "GET"]
VIEWERS = ("alice", "bob", "carol", "dave", "erin", "guest", "mallory", "sam", "pia", "max", "ada", "anonymous")


@pytest.fixture
def stage(cast: Cast) -> Stage:
    return set_stage(cast)


@pytest.fixture
def enter(stage: Stage, sign_in: SignIn) -> Callable[[str], Client]:
    """The browser of someone of the cast, or of nobody."""

    def browser(viewer: str) -> Client:
        person = stage.viewers[viewer]
        client = sign_in(person) if person else Client()
        client.raise_request_exception = False
        return client

    return browser


# The table is whole -------------------------------------------------------------------------------


def test_every_address_of_the_site_is_in_the_table() -> None:
    found = {name for name in addresses() if not name.startswith(("admin:", "admin/"))}
    assert len(found) >= 90
    listed = {row.name for row in ROWS if not row.name.startswith("admin:")} | accounts.PUBLIC | accounts.OWN
    assert found - listed == set(), "say in tests/access who may see what there"
    assert listed - found - {"admin:login"} == set(), "these addresses are gone"
    models = {f"{model._meta.app_label}.{model._meta.model_name}" for model in admin.site._registry}
    assert models == accounts.ADMINISTERED


def test_the_cast_and_the_places_are_all_there(stage: Stage) -> None:
    assert set(VIEWERS) == set(stage.viewers)
    assert len(stage.marks) >= 20
    for viewer in ("carol", "guest", "ada", "anonymous"):
        assert len(hidden_from(viewer, stage)) >= 4


@pytest.mark.parametrize("row", figures.ROWS, ids=lambda row: row.name)
def test_no_figure_names_anybody(stage: Stage, enter: Callable[[str], Client], row: Row) -> None:
    client, looked_at = enter("sam"), 0
    for target in TARGETS[row.about]:
        answer = client.get(address(row, stage, target))
        if outcome(answer) == "ok":
            looked_at += 1
            text = text_of(answer)
            assert not [name for name, person in stage.cast.people.items() if name != "sam" and person.name in text]
    assert looked_at >= 1


# Reading ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("viewer", VIEWERS)
def test_each_sees_what_is_theirs_and_nothing_else(stage: Stage, enter: Callable[[str], Client], viewer: str) -> None:
    client, asked, wrong = enter(viewer), 0, []
    for row in READING:
        for target in TARGETS[row.about]:
            url = address(row, stage, target)
            for variant in row.variants:
                answer = client.get(url + variant)
                asked += 1
                where = f"{row.name}{variant} {target}"
                if (got := outcome(answer)) not in row.expected(target, viewer):
                    wrong.append(f"{where}: {got} {answer.status_code}, expected {sorted(row.expected(target, viewer))}")
                wrong += [f"{where}: shows {leak}" for leak in leaks(answer, viewer, stage, said=url + variant)]
    assert asked >= 200
    assert not wrong, "\n".join(wrong)
