"""From an empty installation and a list of two thousand people to a launched network, in sixty interactions at most; they are counted."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from adoption.models import Launch, PioneerAsk, Planned, Suggested, Wave
from communities.models import Community
from rse.people.models import Person, Role
from tests.browser.conftest import PATIENCE
from tests.factories import TODAY, make_person
from tests.people.lists import as_csv, staff

pytestmark = [pytest.mark.browser, pytest.mark.slow]
LONG = 4 * PATIENCE  # two thousand accounts are opened by one of these clicks
expect.set_options(timeout=LONG)
Enter = Callable[..., BrowserContext]
PEOPLE, MOST = 2_000, 60


class Hand:
    """Acts on a page, and counts: a click, a tick, a field filled are one each."""

    def __init__(self, page: Page) -> None:
        self.page, self.count = page, 0

    def click(self, name: str) -> None:
        self._act(self.page.get_by_role("button", name=name, exact=True).first, "click")

    def tick(self, box: Locator) -> None:
        self._act(box, "check")

    def fill(self, label: str, value: str) -> None:
        self._act(self.page.get_by_label(label).first, "fill", value)

    def give(self, label: str, path: Path) -> None:
        self._act(self.page.get_by_label(label).first, "set_input_files", str(path))

    def _act(self, where: Locator, how: str, *given: Any) -> None:
        self.count += 1
        getattr(where, how)(*given)


def test_from_nothing_to_a_launched_network(enter: Enter, transactional_db: None, tmp_path: Path) -> None:
    pilot = make_person("Noe", roles=(Role.PILOT,))
    path = tmp_path / "annuaire.csv"
    path.write_bytes(as_csv(staff(PEOPLE), encoding="cp1252"))
    page = enter(pilot).new_page()
    page.set_default_timeout(LONG)
    page.set_default_navigation_timeout(LONG)
    page.goto("/adoption/seeding/")
    hand = Hand(page)
    hand.give("Liste du personnel", path)
    hand.click("Examiner cette liste")
    expect(page.locator("dl.stats")).to_contain_text("000")
    hand.click("Prendre cette liste")
    page.wait_for_url("**/adoption/seeding/")
    assert Person.objects.count() == PEOPLE + 1
    hand.fill("Combien", "40")
    hand.click("Proposer des personnes")
    expect(page.locator("#choice tbody tr")).to_have_count(40)
    expect(page.locator("#reach .reach b")).to_contain_text("%")
    boxes = page.locator("input[name='pattern']")
    assert boxes.count() == 12
    for place in range(12):
        hand.tick(boxes.nth(place))
    hand.click("Prévoir les modèles cochés")
    expect(page.locator("#s3 form.seed-row")).to_have_count(12)
    hand.fill("Date de lancement", str(TODAY + timedelta(days=90)))
    hand.click("Garder la date")
    expect(page.locator("#launch_on")).to_have_value(str(TODAY + timedelta(days=90)))
    hand.click("Proposer des vagues par site")
    expect(page.locator("#s4 form.seed-row")).to_have_count(3)
    hand.click("Lancer")
    page.wait_for_url("**/adoption/launch/")
    expect(page.locator("#plan form")).to_have_count(10)
    print(f"{hand.count} interactions")
    assert hand.count <= MOST
    assert Community.objects.count() == 12 == Planned.objects.exclude(community_id=None).count()
    assert PioneerAsk.objects.count() == 40 and not Suggested.objects.exists()
    assert Wave.objects.filter(launch=Launch.objects.get(started_at__isnull=False)).count() == 3


def test_a_choice_changed_changes_the_expected_reach(enter: Enter, transactional_db: None, tmp_path: Path) -> None:
    from rse.people.actions.directory import give_list, take_list
    from tests.factories import NOW

    pilot = make_person("Noe", roles=(Role.PILOT,))
    take_list(by=None, listed=give_list(by=None, name="l.csv", content=as_csv(staff(200)), at=NOW), at=NOW)
    page = enter(pilot).new_page()
    page.set_default_timeout(LONG)
    page.set_default_navigation_timeout(LONG)
    page.goto("/adoption/seeding/")
    page.get_by_label("Combien").fill("6")
    page.get_by_role("button", name="Proposer des personnes").click()
    expect(page.locator("#choice tbody tr")).to_have_count(6)
    before = page.locator("#reach .reach b").inner_text()
    for place in range(5):
        page.locator("#choice input[name='person']").nth(place).uncheck()
    expect(page.locator("#reach .reach b")).not_to_have_text(before)
    page.get_by_role("button", name="Garder ce choix").click()
    expect(page.locator("#choice input:checked")).to_have_count(1)
