"""A practice changed by common consent, in the windows of two people: proposed, discussed, published; and without JavaScript."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import BrowserContext, expect

from communities.actions.notifications import notify, waiting
from communities.actions.practices import create_practice
from communities.models import Proposal
from tests.browser.conftest import PATIENCE
from tests.conftest import Cast

pytestmark = pytest.mark.browser
expect.set_options(timeout=PATIENCE)
Enter = Callable[..., BrowserContext]


def told() -> None:
    """As the worker does."""
    while ids := waiting(at=timezone.now() + timedelta(minutes=1), older_than=timedelta(0)):
        for event_id in ids:
            notify(event_id=event_id, at=timezone.now())


def test_a_member_proposes_an_animator_discusses_and_publishes_and_the_member_hears_of_it(cast: Cast, enter: Enter) -> None:
    create_practice(by=cast.erin, community=cast.open, title="On répond en un jour", referent=cast.erin, at=timezone.now())
    bob, erin = enter(cast.bob).new_page(), enter(cast.erin).new_page()
    bob.goto(f"/c/{cast.open.slug}/practices")
    bob.get_by_role("link", name="Proposer une modification").click()
    expect(bob.get_by_label("La pratique, en une phrase")).to_have_value("On répond en un jour")
    bob.get_by_label("La pratique, en une phrase").fill("On répond en deux jours")
    bob.get_by_role("button", name="Proposer").click()
    expect(bob.locator(".error-text")).to_be_visible()
    expect(bob.get_by_label("La pratique, en une phrase")).to_have_value("On répond en deux jours")
    bob.get_by_label("Pourquoi").fill("Un jour ne se tient pas.")
    bob.get_by_role("button", name="Proposer").click()
    expect(bob.locator("ins")).to_contain_text("deux jours")
    expect(bob.get_by_role("button", name="La retirer")).to_be_visible()

    told()
    erin.goto("/notifications/")
    erin.get_by_role("link", name="propose une pratique, ou la modification").click()
    erin.get_by_role("link", name="Lire ce qui changerait").click()
    expect(erin.locator("del")).to_contain_text("un jour")
    erin.get_by_label("Ce qui n’irait pas, et ce qui irait").fill("Ouvrés ?")
    erin.get_by_role("button", name="J’objecte").click()
    expect(erin.get_by_text(f"{cast.erin.name} objecte")).to_be_visible()

    bob.reload()
    expect(bob.get_by_text("Ouvrés ?")).to_be_visible()
    bob.get_by_role("link", name="La reprendre").click()
    bob.get_by_label("La pratique, en une phrase").fill("On répond en deux jours ouvrés")
    bob.get_by_role("button", name="Enregistrer ma proposition").click()
    expect(bob.get_by_text("Personne n’objecte.")).to_be_visible()

    erin.get_by_role("button", name="La publier comme nouvelle version").click()
    expect(erin.get_by_text("a été réécrite depuis")).to_be_visible()
    erin.get_by_role("button", name="La publier comme nouvelle version").click()
    expect(erin.get_by_role("heading", name="On répond en deux jours ouvrés")).to_be_visible()

    told()
    bob.goto("/notifications/")
    bob.get_by_role("link", name="a publié la pratique que vous proposiez").click()
    expect(bob.locator(".badge", has_text="Publiée")).to_be_visible()
    bob.get_by_role("link", name="Revenir aux pratiques").click()
    bob.get_by_role("link", name="version 2").click()
    expect(bob.get_by_text(f"Sur proposition de {cast.bob.name}")).to_be_visible()


def test_the_same_without_javascript(cast: Cast, enter: Enter) -> None:
    bob, erin = (enter(person, java_script_enabled=False).new_page() for person in (cast.bob, cast.erin))
    bob.goto(f"/c/{cast.open.slug}/practices")
    bob.get_by_role("link", name="Proposer une pratique").first.click()
    bob.get_by_label("La pratique, en une phrase").fill("On relit à deux")
    bob.get_by_label("Pourquoi").fill("Pour durer.")
    bob.get_by_role("button", name="Proposer").click()
    expect(bob.locator("h2", has_text="Pratique proposée")).to_be_visible()
    erin.goto(f"/c/{cast.open.slug}/practices")
    erin.get_by_role("link", name="On relit à deux").click()
    erin.get_by_label("Pourquoi elle n’est pas retenue").fill("Nous le faisons déjà.")
    erin.get_by_role("button", name="Ne pas retenir").click()
    expect(erin.get_by_text("Nous le faisons déjà.")).to_be_visible()
    assert Proposal.objects.get().state == "declined"
    bob.reload()
    expect(bob.get_by_text("Nous le faisons déjà.")).to_be_visible()
