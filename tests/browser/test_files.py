"""Files with scripts: dropped, sent with their progress, described, published, seen by somebody else."""

import base64
import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page, Route, expect

from communities.models import Attachment, Comment, Draft, Post
from tests.communities.paper import pdf
from tests.conftest import Cast
from tests.people.pictures import picture

pytestmark = pytest.mark.browser
Enter = Callable[..., BrowserContext]
COLOURS = ("teal", "brown", "navy", "olive", "purple")
DROP = """([place, files]) => {
  const carried = new DataTransfer();
  for (const [name, content] of files) {
    const bytes = Uint8Array.from(atob(content), (letter) => letter.charCodeAt(0));
    carried.items.add(new File([bytes], name, { type: 'image/jpeg' }));
  }
  const target = document.querySelector(place);
  const options = { dataTransfer: carried, bubbles: true, cancelable: true };
  for (const kind of ['dragover', 'drop']) target.dispatchEvent(new DragEvent(kind, options));
}"""


def _slow(page: Page) -> None:
    """Uploads take their time."""

    def wait(route: Route) -> None:
        page.wait_for_timeout(400)
        route.continue_()

    page.route("**/files/", wait)


def _drop(page: Page, place: str, files: dict[str, bytes]) -> None:
    page.evaluate(DROP, [place, [[name, base64.b64encode(content).decode()] for name, content in files.items()]])


def test_five_pictures_are_dropped_described_published_and_seen(cast: Cast, enter: Enter) -> None:
    page = enter(cast.bob).new_page()
    page.goto("/")
    page.locator(".composer-input").click()
    page.locator("#id_community").select_option(cast.closed.slug)
    page.locator("#id_body").fill("La visite en images.")
    _slow(page)
    _drop(page, "#id_body", {f"vue {colour}.jpg": picture(size=(1600, 1200), colour=colour) for colour in COLOURS})
    expect(page.locator("#composer progress").first).to_be_visible()
    expect(page.locator("#composer [data-file]")).to_have_count(5)
    expect(page.locator("#composer progress")).to_have_count(0)
    page.get_by_label("Ce que montre vue teal.webp").fill("La grue vue du quai")
    page.locator("#composer button.btn-primary").click()
    expect(page.locator("#feed > article").first.locator(".shot")).to_have_count(4)
    expect(page.locator("#feed > article").first.locator(".shot-more")).to_contain_text("+1")
    post = Post.objects.get(body="La visite en images.")
    assert Attachment.objects.filter(post=post).count() == 5
    other = enter(cast.alice).new_page()
    other.goto(f"/p/{post.pk}/")
    expect(other.locator(".shot")).to_have_count(5)
    first = other.get_by_role("img", name="La grue vue du quai")
    expect(first).to_be_visible()
    assert first.evaluate("image => image.decode().then(() => image.naturalWidth)") == 640
    first.click()
    expect(other.locator("img")).to_have_count(1)
    assert other.locator("img").evaluate("image => image.naturalWidth") == 1600


def test_publishing_waits_for_what_is_under_way_and_a_refusal_is_said(cast: Cast, enter: Enter, tmp_path: Path) -> None:
    page = enter(cast.bob).new_page()
    page.goto("/p/new")
    page.locator("#id_community").select_option(cast.closed.slug)
    page.locator("#id_body").fill("Le plan.")
    page.locator("#id_files").set_input_files({"name": "page.html", "mimeType": "text/html", "buffer": b"<p>"})
    expect(page.get_by_role("alert")).to_contain_text("n’est pas accepté")
    page.get_by_role("button", name="Fermer").click()
    _slow(page)
    page.locator("#id_files").set_input_files({"name": "plan.pdf", "mimeType": "application/pdf", "buffer": pdf()})
    page.locator("#composer button.btn-primary").click()
    page.wait_for_url("**/")
    assert Attachment.objects.get(name="plan.pdf").post == Post.objects.get(body="Le plan.")


def test_files_of_a_draft_are_found_on_another_device_and_taken_away(cast: Cast, enter: Enter) -> None:
    here = enter(cast.bob).new_page()
    here.goto("/p/new")
    here.locator("#id_files").set_input_files({"name": "plan.pdf", "mimeType": "application/pdf", "buffer": pdf()})
    expect(here.locator("[data-file]")).to_have_count(1)
    expect(here.locator("[data-draft-state]")).to_have_text("Brouillon enregistré")
    there = enter(cast.bob).new_page()
    there.goto(f"/p/new?draft={Draft.objects.get().client_key}")
    expect(there.locator("[data-file]")).to_contain_text("plan.pdf")
    there.get_by_role("button", name="Retirer plan.pdf").click()
    expect(there.locator("[data-file]")).to_have_count(0)
    assert not Attachment.objects.exists()


def test_a_reply_carries_a_pasted_picture(cast: Cast, enter: Enter) -> None:
    page = enter(cast.alice).new_page()
    page.goto(f"/p/{cast.closed_post.pk}/")
    page.locator("#reply textarea").focus()
    page.evaluate(
        """(content) => {
          const bytes = Uint8Array.from(atob(content), (letter) => letter.charCodeAt(0));
          const carried = new DataTransfer();
          carried.items.add(new File([bytes], 'image.png', { type: 'image/png' }));
          document.activeElement.dispatchEvent(new ClipboardEvent('paste', { clipboardData: carried, bubbles: true, cancelable: true }));
        }""",
        base64.b64encode(picture("PNG")).decode(),
    )
    expect(page.locator("#reply [data-file]")).to_have_count(1)
    page.locator("#reply button.btn-primary").click()
    expect(page.locator(".cm-main .shot")).to_have_count(1)
    assert Attachment.objects.get().comment == Comment.objects.latest("pk")


def test_a_text_with_a_file_is_scheduled_and_its_file_is_listed(cast: Cast, enter: Enter) -> None:
    page = enter(cast.bob).new_page()
    page.goto("/p/new")
    page.locator("#id_community").select_option(cast.closed.slug)
    page.locator("#id_body").fill("Le plan de demain.")
    page.locator("#id_files").set_input_files({"name": "plan.csv", "mimeType": "text/csv", "buffer": b"a;b"})
    expect(page.locator("#composer [data-file]")).to_have_count(1)
    page.locator("summary", has_text="Publier plus tard").click()
    page.locator("#id_publish_at").fill((timezone.localtime() + timedelta(days=2)).strftime("%Y-%m-%dT09:00"))
    page.get_by_role("button", name="Programmer").click()
    expect(page).to_have_url(re.compile("/drafts/$"))
    expect(page.get_by_role("link", name="plan.csv")).to_be_visible()
    assert Draft.objects.get().file_tokens == [Attachment.objects.get().token]
