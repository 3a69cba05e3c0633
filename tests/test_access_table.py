"""Nobody learns what they may not read: the cast, on every surface of the site, in every state of what lies there."""

from collections.abc import Callable, Container
from copy import deepcopy
from dataclasses import dataclass, field, replace
from difflib import unified_diff

import pytest
from django.contrib import admin
from django.core.cache import cache
from django.db import transaction
from django.test import Client

from communities.actions.reads import mark_all_read
from rse.people.models import Person
from tests.access import (
    accounts,
    agreements,
    bonds,
    devices,
    figures,
    files,
    kinds,
    links,
    order,
    pages,
    programs,
    reading,
    searching,
    writing,
)
from tests.access.blocked import BLOCKER, FOLDED, OPENED, outside_folds
from tests.access.doors import (
    address,
    addresses,
    ask,
    hidden_from,
    leaks,
    outcome,
    plain_url,
    questions,
    rows_written,
    text_of,
    without_noise,
)
from tests.access.out_of_sight import happen_out_of_sight
from tests.access.rows import TARGETS, Row
from tests.access.stage import SET, Stage
from tests.factories import NOW

pytestmark = pytest.mark.slow
SignIn = Callable[[Person], Client]
SEARCHES = 50  # fewer than anybody may make in a minute
ROWS = [
    *pages.ROWS,
    *programs.ROWS,
    *kinds.ROWS,
    *figures.ROWS,
    *figures.REGISTERS,
    *figures.ASKED,
    *reading.ROWS,
    *searching.ROWS,
    *writing.ROWS,
    *agreements.ROWS,
    *bonds.ROWS,
    *files.ROWS,
    *links.ROWS,
    *order.ROWS,
    *devices.ROWS,
    *accounts.ADMIN_PAGES,
]
READING = [row for row in ROWS if row.method == "GET"]
WRITING = [row for row in ROWS if row.method != "GET"]
VIEWERS = ("alice", "bob", "carol", "dave", "erin", "guest", "mallory", "sam", "pia", "max", "ada", "anonymous")
BESIDE = ("carol", "dave", "sam", "ada", "guest")  # whom happen_out_of_sight keeps things from
TELLING = ("home", "notification-list", "api-notifications")  # pages that tell of what is not read yet


@pytest.fixture
def stage(db: None) -> Stage:
    return SET.set()


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


@pytest.mark.parametrize("row", [row for row in figures.ROWS if row.method == "GET"], ids=lambda row: row.name)
def test_no_figure_names_anybody(stage: Stage, enter: Callable[[str], Client], row: Row) -> None:
    viewer = "max" if row.name == "adoption-team" else "pia"
    client, looked_at = enter(viewer), 0
    for target in TARGETS[row.about]:
        answer = client.get(address(row, stage, target))
        if outcome(answer) == "ok":
            looked_at += 1
            text = text_of(answer)
            assert not [name for name, person in stage.cast.people.items() if name != viewer and person.name in text]
    assert looked_at >= 1


# Reading ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("viewer", [viewer for viewer in VIEWERS if viewer not in BESIDE])
def test_each_sees_what_is_theirs_and_nothing_else(stage: Stage, enter: Callable[[str], Client], viewer: str) -> None:
    walk = _walk(enter(viewer), stage, viewer, READING)
    assert walk.asked >= 200
    assert not walk.wrong, "\n".join(walk.wrong)
    assert walk.folded >= (20 if viewer == BLOCKER else 0)


@pytest.mark.parametrize("viewer", BESIDE)
def test_what_is_hidden_is_not_seen_and_changes_nothing_of_what_is(stage: Stage, enter: Callable[[str], Client], viewer: str) -> None:
    """Neither text nor id, title, count or order: the same pages, before and after hidden things happen."""
    client = enter(viewer)
    unread = _walk(client, stage, viewer, [row for row in READING if row.name in TELLING])
    assert unread.asked >= len(TELLING)
    mark_all_read(by=stage.cast.people[viewer], at=NOW)
    before = _walk(client, stage, viewer, READING)
    assert before.asked >= 200
    assert not (wrong := unread.wrong + before.wrong), "\n".join(wrong)
    assert len(before.shown) >= 40
    happen_out_of_sight(stage, viewer)
    cache.clear()
    after = _walk(client, stage, viewer, READING, only=before.shown)
    assert after.shown.keys() == before.shown.keys()
    changed = [where for where in before.shown if before.shown[where] != after.shown[where]]
    changes = [unified_diff(before.shown[where].splitlines(), after.shown[where].splitlines(), where, n=0) for where in changed]
    assert changed == [], "\n".join(line for change in changes for line in change)


@dataclass
class Walk:
    """What someone was shown on the way, and what was wrong with it."""

    asked: int = 0
    shown: dict[str, str] = field(default_factory=dict)  # by address, of what is theirs; the administration left out
    folded: int = 0  # pages that hold words of whom they blocked
    wrong: list[str] = field(default_factory=list)


def _walk(client: Client, stage: Stage, viewer: str, rows: list[Row], *, only: Container[str] | None = None) -> Walk:
    walk = Walk()
    for row in rows:
        for target in TARGETS[row.about]:
            url, expected = address(row, stage, target), row.expected(target, viewer)
            for variant in questions(row, stage, target):
                if only is not None and url + variant not in only:
                    continue
                if walk.asked % SEARCHES == 0:
                    cache.clear()  # nobody searches so often in a minute
                answer, where = client.get(url + variant), f"{row.name}{variant} {target}"
                walk.asked += 1
                if (got := outcome(answer)) not in expected:
                    walk.wrong.append(f"{where}: {got} {answer.status_code}, expected {sorted(expected)}")
                text = text_of(answer)
                walk.wrong += [f"{where}: shows {leak}" for leak in leaks(text, viewer, stage, said=url + variant)]
                if viewer == BLOCKER and FOLDED in text and (row.name, target) not in OPENED and not row.name.startswith("api-"):
                    walk.folded += 1
                    walk.wrong += [f"{where}: shows what {viewer} folded"] if FOLDED in outside_folds(text) else []
                if expected == {"ok"} and not row.name.startswith("admin:"):
                    walk.shown[url + variant] = without_noise(text)
    return walk


# Writing ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("viewer", sorted({*VIEWERS} - {"sam", "pia", "max"}))
def test_without_the_right_a_write_changes_nothing(stage: Stage, enter: Callable[[str], Client], viewer: str) -> None:
    client, asked, wrong = enter(viewer), 0, []
    for row in WRITING:
        for target in TARGETS[row.about]:
            expected = row.expected(target, viewer)
            if "ok" in expected:
                continue
            asked += 1
            got, leaked, touched = _try(client, row, stage, target, viewer)
            if got not in expected:
                wrong.append(f"{row.method} {row.name} {target}: {got}, expected {sorted(expected)}")
            wrong += [f"{row.method} {row.name} {target}: shows {leak}" for leak in leaked]
            if touched:
                wrong.append(f"{row.method} {row.name} {target}: writes")
    assert asked >= 20
    assert not wrong, "\n".join(wrong)


def test_with_the_right_it_does(stage: Stage, enter: Callable[[str], Client]) -> None:
    """Else the test above would refuse for a wrong reason: each write has someone for whom it writes."""
    clients = {viewer: enter(viewer) for viewer in VIEWERS if viewer not in ("mallory", "anonymous")}
    wrong: list[str] = []
    changing = [row for row in WRITING if row.changes]
    assert len(changing) >= 35
    for row in changing:
        allowed = [(viewer, target) for target in TARGETS[row.about] for viewer in clients if "ok" in row.expected(target, viewer)]
        if not any(_try(clients[viewer], row, stage, target, viewer)[2] for viewer, target in allowed):
            wrong.append(f"{row.method} {row.name}: nobody of {allowed} writes")
    assert not wrong, "\n".join(wrong)


def test_no_other_method_writes(stage: Stage, enter: Callable[[str], Client]) -> None:
    client, asked, wrong = enter("bob"), 0, []
    for name in sorted({row.name for row in ROWS}):
        rows = [row for row in ROWS if row.name == name]
        for method in {"POST", "PUT", "PATCH", "DELETE", "OPTIONS"} - {row.method for row in rows}:
            row = replace(rows[0], method=method, json=True)
            for target in TARGETS[row.about][:2]:
                asked += 1
                got, leaked, touched = _try(client, row, stage, target, "bob")
                if got == "error" or leaked or touched:
                    wrong.append(f"{method} {name} {target}: {got} {leaked} {'writes' if touched else ''}")
    assert asked >= 200
    assert not wrong, "\n".join(wrong)


def _try(client: Client, row: Row, stage: Stage, target: str, viewer: str) -> tuple[str, list[str], bool]:
    """What a request gets, what it shows that it should not, and whether it wrote; then as if it had not been made."""
    url, body = address(row, stage, target), row.body(stage, target)
    cookies, point, written = deepcopy(client.cookies), transaction.savepoint(), rows_written()
    try:
        answer = ask(client, row, url, body)
        return outcome(answer), leaks(text_of(answer), viewer, stage, said=f"{url} {body}"), rows_written() != written
    finally:
        transaction.savepoint_rollback(point)
        client.cookies = cookies
        cache.clear()


# Nobody -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_nobody_gets_past_the_door(stage: Stage, method: str) -> None:
    client, wrong, written = Client(raise_request_exception=False), [], rows_written()
    routes = addresses()
    assert len(routes) >= 120
    for name, route in routes.items():
        url = plain_url(route)
        answer = client.generic(method, url)
        if name not in accounts.PUBLIC and outcome(answer) != "sign in":
            wrong.append(f"{name} {url}: {outcome(answer)} {answer.status_code}")
        wrong += [f"{name}: shows {leak}" for leak in leaks(text_of(answer), "anonymous", stage, said=url)]
    assert rows_written() == written
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("viewer", ["carol", "guest"])
def test_ones_own_pages_hold_nothing_of_others(stage: Stage, enter: Callable[[str], Client], viewer: str) -> None:
    client, routes, wrong = enter(viewer), addresses(), []
    for name in sorted(accounts.OWN | accounts.PUBLIC):
        answer = client.get(plain_url(routes[name]))
        wrong += [f"{name}: shows {leak}" for leak in leaks(text_of(answer), viewer, stage, said="")]
        if outcome(answer) == "error":
            wrong.append(f"{name}: {answer.status_code}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("viewer", ["carol", "sam", "pia", "guest"])
def test_the_administration_is_for_administrators(stage: Stage, enter: Callable[[str], Client], viewer: str) -> None:
    client, wrong = enter(viewer), []
    routes = {name: route for name, route in addresses().items() if route.startswith("admin/")}
    assert len(routes) >= 30
    written = rows_written()
    for name, route in routes.items():
        url = plain_url(route).replace("/1/", f"/{stage.cast.alice.pk}/")
        for answer in (client.get(url), client.post(url, {"last_name": "Volé"})):
            if outcome(answer) not in ("sign in", "forbidden", "absent") and name not in ("admin:login", "admin:logout"):
                wrong.append(f"{name} {url}: {outcome(answer)}")
            wrong += [f"{name}: shows {leak}" for leak in leaks(text_of(answer), viewer, stage, said=url)]
    assert rows_written() == written
    assert not wrong, "\n".join(wrong)
