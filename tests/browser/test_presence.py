"""Who is online, in somebody else's browser: by choice, and who is writing."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, expect

from communities.live import hub
from tests.conftest import Cast

Enter = Callable[..., BrowserContext]


def test_a_dot_appears_with_who_chose_it_and_goes_with_them(cast: Cast, enter: Enter, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hub, "GRACE_SECONDS", 0.2)
    watching = enter(cast.alice).new_page()
    watching.goto(f"/people/{cast.bob.pk}/")
    seen = watching.locator(".pf-head .presence")
    mine = enter(cast.bob).new_page()
    mine.goto("/account/settings/")
    expect(seen).to_have_count(0)
    mine.get_by_label("Montrer quand je suis en ligne").check()
    mine.locator("main form button.btn-primary").first.click()
    expect(seen).to_have_text("en ligne")
    mine.goto(f"/p/{cast.closed_post.pk}/")
    watching.goto(f"/p/{cast.closed_post.pk}/")
    expect(watching.locator(".post-head .presence")).to_have_text("en ligne")
    mine.locator("#reply textarea[name=body]").press_sequentially("Je regarde")
    expect(watching.locator("#writing")).to_have_text(f"{cast.bob.name} écrit…")
    mine.close()
    expect(watching.locator(".post-head .presence")).to_have_count(0)
    expect(watching.locator("#writing")).to_be_empty()
