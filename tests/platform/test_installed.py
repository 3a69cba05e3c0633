"""Maillage on the home screen: the manifest, the script beside the pages, the page without a connection. They hold nothing of anybody."""

import json
import re
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.contrib.staticfiles import finders
from django.test import Client
from PIL import Image

from tests.conftest import Cast


@pytest.mark.parametrize(("language", "publish"), [("fr", "Publier"), ("en", "Publish")])
def test_the_manifest_says_all_that_a_device_asks(db: None, settings: LazySettings, language: str, publish: str) -> None:
    settings.ORG_NAME = "Valdorne"
    answer = Client().get(f"/manifest.webmanifest?lang={language}")
    assert answer.headers["Content-Type"].startswith("application/manifest+json")
    told = json.loads(answer.content)
    assert (told["name"], told["short_name"], told["lang"]) == ("Valdorne · Maillage", "Valdorne", language)
    assert (told["start_url"], told["scope"], told["id"], told["display"]) == ("/", "/", "/", "standalone")
    assert re.fullmatch("#[0-9a-f]{6}", told["theme_color"]) and re.fullmatch("#[0-9a-f]{6}", told["background_color"])
    assert {(icon["sizes"], icon["purpose"]) for icon in told["icons"]} >= {("192x192", "any"), ("512x512", "any"), ("512x512", "maskable")}
    for icon in told["icons"]:
        path = finders.find(icon["src"].removeprefix("/static/"))
        drawn = Image.open(BytesIO(Path(str(path)).read_bytes()))
        assert f"{drawn.width}x{drawn.height}" == icon["sizes"] and drawn.format == "PNG"
        assert icon["purpose"] == "any" or drawn.convert("RGBA").getpixel((0, 0)) == (22, 56, 122, 255), "it fills its square"
    assert [(one["name"], one["url"]) for one in told["shortcuts"]] == [(publish, "/p/new"), ("Notifications", "/notifications/")]
    assert [Client().get(one["url"]).status_code for one in told["shortcuts"]] == [302, 302]


def test_pages_name_the_manifest_in_their_language(cast: Cast) -> None:
    page = Client().get("/login/").content.decode()
    assert '<link rel="manifest" href="/manifest.webmanifest?lang=fr">' in page
    assert '<link rel="apple-touch-icon"' in page


def test_the_script_beside_the_pages_is_at_the_root_and_asked_anew(db: None) -> None:
    answer = Client().get("/sw.js")
    assert answer.headers["Content-Type"].startswith("text/javascript")
    assert (answer.headers["Service-Worker-Allowed"], answer.headers["Cache-Control"]) == ("/", "no-cache")
    assert "worker-src 'self'" in answer.headers["Content-Security-Policy"]
    text = answer.content.decode()
    assert re.search("^const VERSION = '[0-9a-f]{12}';$", text, re.M)
    assert text == Client().get("/sw.js").content.decode()
    about = json.loads(re.search("^const SITE = (.*);$", text, re.M)[1])  # type: ignore[index]
    for address in about["shell"]:
        assert finders.find(address.removeprefix("/static/")), address
    for address in about["offline"].values():
        assert Client().get(address).status_code == 200


@pytest.mark.parametrize(("language", "title"), [("fr", "Pas de connexion"), ("en", "No connection")])
def test_the_page_without_a_connection_is_the_same_for_everybody(cast: Cast, language: str, title: str) -> None:
    def shown(client: Client) -> str:
        return re.sub("nonce-[^']+", "", client.get(f"/offline/?lang={language}").content.decode())

    signed_in = Client()
    signed_in.force_login(cast.bob)
    assert title in shown(Client()) and shown(signed_in) == shown(Client())
    assert cast.bob.name not in shown(signed_in)
