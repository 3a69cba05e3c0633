"""The pages as they are seen: no finding of axe, no sideways scroll, themes, languages and keyboard, in a real Chromium."""

import io
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, Literal

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page, ViewportSize, expect

from communities.actions.charters import put_charter
from communities.actions.communities import rename_community
from communities.actions.drafts import Begun, reply_in, save_draft
from communities.actions.marks import save_post
from communities.actions.posts import edit_post
from communities.actions.practices import change_practice, create_practice
from communities.actions.proposals import propose_change, propose_practice
from communities.actions.referents import name_topic_referent
from communities.actions.reliance import mark_answer
from communities.models import Practice
from rse.people.actions.profiles import change_names, change_photo, remove_photo
from rse.people.models import Person
from rse.templatetags.maillage import initials
from tests.conftest import Cast
from tests.factories import make_comment, make_post
from tests.people.pictures import picture

pytestmark = pytest.mark.browser
Screen = tuple[Literal["light", "dark"], ViewportSize, dict[str, object]]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WIDTHS = (360, 390, 768, 1024, 1440)
EVERYTHING: dict[str, object] = {"runOnly": RULES}
COLOURS: dict[str, object] = {"runOnly": {"type": "rule", "values": ["color-contrast"]}}  # all that a theme changes
SCREENS: list[Screen] = [
    ("light", {"width": 1440, "height": 900}, EVERYTHING),
    ("dark", {"width": 1440, "height": 900}, COLOURS),
    ("light", {"width": 390, "height": 844}, EVERYTHING),
    ("dark", {"width": 390, "height": 844}, COLOURS),
]
# Only what is wrong is looked up in full and sent back: what is right is nearly all there is.
AXE = "options => axe.run(options).then(({ violations }) => violations)"
OUTSIDE = [reverse("account_login"), reverse("account_reset_password"), reverse("accessibility")]
ENDLESS = "Anticonstitutionnellement" * 3
# What moves comes to rest; a second at most, for an animation that stands still without having ended never does.
SETTLED = """async () => {
  await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))); // the theme and the size just given
  const moving = document.getAnimations().filter((each) => each.playState === 'running');
  await Promise.race([Promise.allSettled(moving.map((each) => each.finished)), new Promise((rest) => setTimeout(rest, 1000))]);
}"""

# What a finger would miss: 21 px above or below its middle, something else answers.
SMALL = """asked => [...document.querySelectorAll(asked)].filter((each) => each.checkVisibility()).filter((each) => {
  each.scrollIntoView({ block: 'center', inline: 'center' });
  const box = each.getBoundingClientRect(), x = box.left + Math.min(box.width / 2, 22), y = box.top + box.height / 2;
  return [-21, 21].some((far) => !each.contains(document.elementFromPoint(x, y + far)));
}).map((each) => each.outerHTML.slice(0, 120))"""


def inside(cast: Cast) -> list[str]:
    """The pages of an employee that hold one of each thing."""
    return [
        "/",
        reverse("community-list"),
        reverse("community-show", args=[cast.closed.slug]),
        reverse("community-members", args=[cast.closed.slug]),
        reverse("post-show", args=[cast.closed_post.pk]),
        reverse("post-move", args=[cast.closed_post.pk]) + f"?community={cast.secret.slug}",
        reverse("post-create"),
        reverse("person-list"),
        reverse("person-show", args=[cast.alice.pk]),
        reverse("notification-list"),
        reverse("settings"),
        reverse("profile-edit"),
        reverse("account_email"),
        reverse("account_change_password"),
        reverse("mfa_index"),
        reverse("usersessions_list"),
        reverse("community-create"),
        reverse("community-leave", args=[cast.closed.slug]),
        reverse("adoption-network"),  # refused
        "/nowhere",
    ]


def animated(cast: Cast) -> list[str]:
    """The pages of whoever owns a community."""
    names = ("community-settings", "community-requests", "community-invite", "community-hand-over", "community-members", "community-about")
    return [reverse(name, args=[cast.open.slug]) for name in names]


def test_axe_finds_nothing(cast: Cast, enter: Callable[..., BrowserContext]) -> None:
    found = []
    for person, addresses in ((None, OUTSIDE), (cast.bob, inside(cast)), (cast.erin, animated(cast))):
        page = seen_by_axe(enter, person)
        for address in addresses:
            page.goto(address)
            found += findings(page, address)
    assert found == []


def test_the_sponsors_pages_are_for_every_eye_and_every_width(figures: Person, enter: Callable[..., BrowserContext]) -> None:
    figures.roles.append("pilot")
    figures.save(update_fields=["roles"])
    addresses = [reverse("adoption-network"), reverse("adoption-community", args=["atelier"]), reverse("adoption-measured")]
    addresses.append(reverse("adoption-decide"))
    found = []
    page = seen_by_axe(enter, figures)
    for address in addresses:
        page.goto(address)
        found += findings(page, address)
        found += [f"{address} scrolls sideways at {width}" for width in too_wide(page)]
    assert found == []


def test_axe_finds_nothing_where_a_community_keeps_what_it_agrees_on(cast: Cast, enter: Callable[..., BrowserContext]) -> None:
    addresses = agreed(cast)
    page = seen_by_axe(enter, cast.bob)
    found = []
    for address in addresses:
        page.goto(address)
        found += findings(page, address, (SCREENS[0], SCREENS[-1]))
        found += [f"{address} scrolls sideways at {width}" for width in too_wide(page)]
    assert found == []


def agreed(cast: Cast) -> list[str]:
    """The charter, practices, topics and lists of one's own, each with something in it."""
    now, place = timezone.now(), cast.closed
    put_charter(place, "On répond **sans détour**.", by=cast.erin, at=now)
    place.refresh_from_db()
    proposal = propose_change(by=cast.bob, community=place, text="On répond.", why="Plus court", accepts=place.charter_number, at=now)
    practice = create_practice(by=cast.erin, community=place, title="On dit la machine", referent=cast.bob, at=now)
    proposed = _changes_of(practice, by=cast.bob, accepts=place.charter_number)
    name_topic_referent(by=cast.erin, community=place, topic="pompes", person=cast.bob, at=now)
    about: dict[str, Any] = {"kind": "question", "title": "Quelle pompe", "accepts": place.charter_number}
    question = make_post(cast.alice, place, "## Le cas\n\nLaquelle ? #pompes", at=now, **about)
    edit_post(by=cast.alice, post=question, title="Quelle pompe", body=f"{question.body}\n\n- une\n- deux", at=now)
    for state in ("validated", "dangerous", "obsolete"):
        mark_answer(by=cast.bob, comment=make_comment(cast.erin, question, at=now), state=state, note="Essayé.", at=now)
    save_post(by=cast.bob, post=question, at=now)
    save_draft(by=cast.bob, client_key="begun", begun=Begun(title="Une idée", body="À finir."), at=now)
    save_draft(by=cast.bob, client_key="answer", begun=Begun(body="Ma réponse", about=reply_in(question)), at=now)
    named = (
        "practice-list",
        "practice-retired",
        "referent-list",
        "charter-show",
        "charter-history",
        "charter-propose",
        "practice-propose",
        "community-documents",
    )
    pages = [reverse(name, args=[place.slug]) for name in named]
    pages += [reverse("practice-history", args=[place.slug, practice.pk]), reverse("proposal-show", args=[place.slug, proposal.pk])]
    pages += [reverse("practice-propose-change", args=[place.slug, practice.pk]), *proposed]
    pages += [reverse(name) for name in ("bookmark-list", "draft-list", "topic-list", "following", "announcement-list", "testimonial-list")]
    pages += [reverse(name, args=[question.pk]) for name in ("post-show", "post-history", "post-report", "post-reactors")]
    return [*pages, reverse("topic-show", args=["pompes"])]


def _changes_of(practice: Practice, *, by: Person, accepts: int) -> list[str]:
    """The pages of one upon an older version and of its form, and of a new practice."""
    now, place = timezone.now(), practice.community
    words: dict[str, Any] = {"by": by, "community": place, "text": "", "why": "Plus net", "accepts": accepts, "at": now}
    stale = propose_practice(practice=practice, title="On dit la machine et le site", **words)
    change_practice(by=by, practice=practice, title="On dit la machine d’abord", text="", at=now)
    new = propose_practice(title="On relit", **words)
    show = [reverse("proposal-show", args=[place.slug, each.pk]) for each in (stale, new)]
    return [*show, reverse("proposal-rewrite", args=[place.slug, stale.pk])]


def test_axe_finds_nothing_in_what_opens_on_a_page(cast: Cast, enter: Callable[..., BrowserContext]) -> None:
    page = seen_by_axe(enter, cast.bob)
    found = []
    for state in opened(page, cast):
        seen = findings(page, state, (SCREENS[0], SCREENS[-1]))
        # An open menu covers a part of the buttons under it, as menus do.
        found += [one for one in seen if not (state.startswith("menu of") and "target-size" in one and "Autres actions" in one)]
    assert found == []


def opened(page: Page, cast: Cast) -> Iterator[str]:
    """What opens on pages, one after the other."""
    thread = reverse("post-show", args=[cast.closed_post.pk])
    page.goto(thread)
    for name, summary in (("account", ".bar details.menu-box"), ("post", ".post-head .menu-box"), ("reactions", ".react-more")):
        page.locator(summary).first.locator("summary").click()
        yield f"menu of {name}"
        page.keyboard.press("Escape")
    page.locator(".thread-card [data-reply]").first.click()
    yield "reply to a comment"
    page.locator(".post-head .menu-box summary").click()
    page.locator(".post-head a.danger[data-ask]").click()
    expect(page.locator("dialog[open]")).to_be_visible()
    yield "question before deleting"
    page.goto("/")
    page.keyboard.press("?")
    expect(page.locator("#keys[open]")).to_be_visible()
    yield "keys of the keyboard"
    page.keyboard.press("Escape")
    page.locator(".composer-input").click()
    page.locator("#composer textarea[name=body]").wait_for()
    yield "open composer"
    page.locator("#composer").evaluate("form => { form.noValidate = true; form.requestSubmit(); }")
    page.locator("#composer .error-text").first.wait_for()
    yield "refused post"
    page.goto(reverse("community-create"))
    page.locator("main form").evaluate("form => { form.noValidate = true; form.requestSubmit(); }")
    page.locator(".error-text").first.wait_for()
    yield "refused community"
    page.goto("/")
    page.evaluate("maillage.toast('Publié.', { stay: true })")
    announce_a_post(page, cast)
    page.context.set_offline(True)
    expect(page.locator("#live-state")).to_be_visible()
    yield "pill, toast and line of the lost connection"
    page.context.set_offline(False)


def test_one_region_of_a_page_speaks_and_says_what_appears(cast: Cast, enter: Callable[..., BrowserContext]) -> None:
    page = enter(cast.bob).new_page()
    page.goto("/")
    speaks = page.locator("[role=status], [role=log], [aria-live]")
    expect(speaks).to_have_count(1)
    announce_a_post(page, cast)
    expect(speaks).to_have_text("1 nouvelle publication")
    page.context.set_offline(True)
    expect(page.locator("#live-state")).to_be_visible()
    expect(speaks).to_contain_text("hors connexion")


def test_a_photo_taken_away_gives_way_to_initials_in_cards_drawn_before(
    cast: Cast, enter: Callable[..., BrowserContext], settings: Any, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = str(tmp_path)
    change_photo(by=cast.bob, person=cast.bob, image=io.BytesIO(picture()), at=timezone.now())
    page = enter(cast.alice).new_page()
    page.goto(reverse("post-show", args=[cast.closed_post.pk]))
    shown = page.locator(".post-head .av")
    assert shown.evaluate("photo => photo.decode().then(() => photo.naturalWidth)") > 0
    remove_photo(by=cast.bob, person=cast.bob, at=timezone.now())
    page.reload()
    expect(shown).to_have_text(initials(cast.bob.name))


def test_a_finger_finds_44_px_where_one_reads_and_writes(cast: Cast, enter: Callable[..., BrowserContext]) -> None:
    make_post(cast.bob, cast.open, "", kind="poll", title="Quel jour ?", details={"options": ["Lundi", "Mardi"]})
    page = enter(cast.bob, viewport={"width": 390, "height": 844}, has_touch=True).new_page()
    page.goto("/")
    small = page.evaluate(SMALL, ".composer-bar .btn, .poll-opt, .post-title a, .segment button, .order a, .post-foot .btn")
    page.goto(reverse("post-create"))
    small += page.evaluate(SMALL, ".toolbar button, .writing-tabs .tab, .chip, .select, .composer-end .btn")
    assert small == []


def test_no_page_scrolls_sideways(cast: Cast, enter: Callable[..., BrowserContext]) -> None:
    now = timezone.now()
    cast.closed = rename_community(by=cast.alice, community=cast.closed, name=ENDLESS, at=now)
    change_names(by=cast.ada, person=cast.alice, first_name=ENDLESS, last_name=ENDLESS, at=now)
    make_comment(cast.bob, cast.closed_post, f"{ENDLESS * 5}\n\n    {'code' * 99}", at=now)
    wide = []
    for person, addresses in ((None, OUTSIDE), (cast.bob, inside(cast)), (cast.erin, animated(cast))):
        page = enter(person).new_page()
        for address in addresses:
            page.goto(address)
            wide += [f"{address} at {width}" for width in too_wide(page)]
    assert wide == []


def test_no_page_offends_the_security_policy_nor_fails_in_its_scripts(cast: Cast, enter: Callable[..., BrowserContext]) -> None:
    complaints: list[str] = []
    for person, addresses in ((None, OUTSIDE), (cast.bob, inside(cast))):
        page = enter(person).new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        for address in addresses:
            page.goto(address)
    refused = [text for text in complaints if "403 (Forbidden)" in text or "404 (Not Found)" in text]
    assert complaints == refused
    assert len(refused) == 2, "the page refused and the page that does not exist"


def test_the_theme_is_chosen_in_the_menu_at_once_and_follows_the_person(cast: Cast, enter: Callable[..., BrowserContext]) -> None:
    page = enter(cast.bob, color_scheme="light").new_page()
    page.goto("/")
    assert ground(page) == "rgb(242, 244, 245)"
    page.locator("details.menu-box summary.bar-btn").click()
    with page.expect_response(lambda response: response.url.endswith(reverse("theme"))):
        page.locator("button[name=theme][value=dark]").click()
    assert ground(page) == "rgb(16, 19, 25)"
    elsewhere = enter(cast.bob, color_scheme="light").new_page()
    elsewhere.goto("/")
    assert ground(elsewhere) == "rgb(16, 19, 25)"


def test_the_language_changes_from_the_bar_and_follows_the_person(cast: Cast, enter: Callable[..., BrowserContext]) -> None:
    page = enter(cast.bob, viewport={"width": 1440, "height": 900}).new_page()
    page.goto(reverse("person-list"))
    assert page.locator("html").get_attribute("lang") == "fr"
    page.locator("header button[name=language][value=en]").first.click()
    page.wait_for_url(f"**{reverse('person-list')}")
    assert page.locator("html").get_attribute("lang") == "en"


def test_the_keyboard_reaches_the_content_first_and_leaves_a_menu(cast: Cast, enter: Callable[..., BrowserContext]) -> None:
    page = enter(cast.bob, viewport={"width": 1440, "height": 900}).new_page()
    page.goto("/")
    page.keyboard.press("Tab")
    assert focused(page, "el.className") == "skip"
    page.keyboard.press("Enter")
    assert focused(page, "el.id") == "content"
    menu = page.locator(".bar details.menu-box")
    menu.locator("summary").focus()
    page.keyboard.press("Enter")
    assert menu.get_attribute("open") is not None
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    assert menu.get_attribute("open") is None
    assert focused(page, "el.tagName") == "SUMMARY"


def announce_a_post(page: Page, cast: Cast) -> None:
    """What the live connection says when somebody else has published."""
    message = {"kind": "post", "topic": f"community:{cast.open.pk}", "id": "9", "mine": False}
    page.evaluate("detail => document.dispatchEvent(new CustomEvent('live:message', { detail }))", message)
    expect(page.locator("[data-live-show]")).to_be_visible()


def seen_by_axe(enter: Callable[..., BrowserContext], person: Person | None) -> Page:
    """A page of theirs; axe is injected as a script, which the site's policy rightly refuses, and colours do not fade in."""
    return enter(person, bypass_csp=True, reduced_motion="reduce").new_page()


def findings(page: Page, where: str, screens: Sequence[Screen] = SCREENS) -> list[str]:
    """What axe finds on each screen, one line each; the page is left as on the widest."""
    found = []
    for theme, size, rules in reversed(screens):
        page.emulate_media(color_scheme=theme, reduced_motion="reduce")
        page.set_viewport_size(size)
        violations = _violations(page, rules) and _violations(page, rules)  # a finding stands: no moment of a switch of themes
        found += [f"{where} ({theme}, {size['width']}): {each['id']}: {each['nodes'][0]['html'][:200]}" for each in violations]
    return found


def _violations(page: Page, rules: dict[str, object]) -> list[Any]:
    page.evaluate(SETTLED)
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    found: list[Any] = page.evaluate(AXE, rules | {"resultTypes": ["violations"]})
    return found


def too_wide(page: Page) -> list[int]:
    """The widths at which the page scrolls sideways."""
    wide = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        if page.evaluate("document.documentElement.scrollWidth") > width:
            wide.append(width)
    return wide


def ground(page: Page) -> str:
    return str(page.evaluate("getComputedStyle(document.body).backgroundColor"))


def focused(page: Page, expression: str) -> str:
    return str(page.evaluate(f"((el) => {expression})(document.activeElement)"))
