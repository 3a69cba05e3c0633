"""Switching notifications on in a browser: asked for by the button alone, said in words when it is refused."""

from collections.abc import Callable

from playwright.sync_api import BrowserContext, expect

from communities.models import PushDevice
from tests.access.staged.devices import POINT, SECRET
from tests.conftest import Cast

Enter = Callable[..., BrowserContext]
# The push service of this browser, which a test cannot ask: what a page can tell of it.
BROWSER = f"""
  const bytes = (text) => Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (one) => one.charCodeAt(0)).buffer;
  const keys = {{ p256dh: bytes('{POINT}'), auth: bytes('{SECRET}') }};
  const store = window.localStorage;
  Object.defineProperty(Notification, 'permission', {{ get: () => store.getItem('test:permission') || 'default' }});
  Notification.requestPermission = async () => {{
    store.setItem('test:asked', Number(store.getItem('test:asked') || 0) + 1);
    if (!store.getItem('test:permission')) store.setItem('test:permission', store.getItem('test:answer') || 'granted');
    return Notification.permission;
  }};
  const made = (key) => ({{
    endpoint: 'https://push.example.org/navigateur', options: {{ applicationServerKey: key }}, getKey: (name) => keys[name],
    unsubscribe: async () => {{ store.removeItem('test:key'); return true; }},
  }});
  PushManager.prototype.getSubscription = async () => (store.getItem('test:key') ? made(bytes(store.getItem('test:key'))) : null);
  PushManager.prototype.subscribe = async ({{ applicationServerKey: key }}) => {{
    store.setItem('test:key', btoa(String.fromCharCode(...new Uint8Array(key))));
    return made(key);
  }};
"""


def test_the_button_alone_asks_and_the_list_shows_the_browser(cast: Cast, enter: Enter) -> None:
    context = enter(cast.bob, service_workers="allow")
    context.add_init_script(BROWSER)
    page = context.new_page()
    page.goto("/account/push/")
    state = page.locator("[data-push-state]")
    expect(state).to_contain_text("désactivées")
    assert page.evaluate("localStorage.getItem('test:asked')") is None
    page.get_by_role("button", name="Activer dans ce navigateur").click()
    expect(page.locator(".push-device")).to_contain_text("Cet appareil")
    expect(state).to_contain_text("activées")
    device = PushDevice.objects.get()
    assert (device.person, device.endpoint) == (cast.bob, "https://push.example.org/navigateur")
    page.get_by_role("button", name="Masquer les détails").click()
    expect(page.locator(".push-device")).to_contain_text("Sans détails")
    page.get_by_role("button", name="Désactiver").click()
    expect(page.locator(".push-device")).to_have_count(0)
    expect(state).to_contain_text("désactivées")
    assert not PushDevice.objects.exists()


def test_a_refusal_is_told_with_the_way_back(cast: Cast, enter: Enter) -> None:
    context = enter(cast.bob, service_workers="allow")
    context.add_init_script(BROWSER)
    page = context.new_page()
    page.goto("/account/push/")
    page.evaluate("localStorage.setItem('test:answer', 'denied')")
    page.get_by_role("button", name="Activer dans ce navigateur").click()
    expect(page.locator("[data-push-state]")).to_contain_text("Pour les autoriser de nouveau")
    expect(page.locator("button[data-push-on]")).to_be_hidden()
    page.reload()
    expect(page.locator("[data-push-state]")).to_contain_text("Pour les autoriser de nouveau")
    assert not PushDevice.objects.exists()
