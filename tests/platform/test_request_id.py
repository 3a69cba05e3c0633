"""Each request has an id, which whoever meets an error can tell, and by which the log is searched."""

import logging
import re
from collections.abc import Callable

import pytest
import structlog
from django.conf import settings
from django.test import Client

from rse.lib.request_id import HEADER, current_id, fresh_id
from rse.people.models import Person
from tests.conftest import Cast

SignIn = Callable[[Person], Client]


def test_an_id_can_be_read_aloud() -> None:
    ids = {fresh_id() for _ in range(200)}
    assert len(ids) == 200
    assert all(re.fullmatch(r"[2-9A-HJKMNP-Z]{4}-[2-9A-HJKMNP-Z]{4}", id_) for id_ in ids)
    assert current_id() == ""


@pytest.mark.django_db
@pytest.mark.parametrize(("path", "status"), [("/p/1/", 404), ("/p/1x/", 404), ("/?before=x", 400), ("/c/appels-fermes/settings", 403)])
def test_an_error_page_says_the_id_that_its_header_has(cast: Cast, sign_in: SignIn, path: str, status: int) -> None:
    answer = sign_in(cast.carol).get(path)
    assert answer.status_code == status
    assert f"Référence {answer[HEADER]}" in answer.content.decode()


@pytest.mark.django_db
def test_a_well_formed_id_of_a_proxy_is_taken_over_and_no_other(client: Client) -> None:
    assert client.get("/healthz", headers={HEADER: "0af7651916cd43dd8448eb211c80319c"})[HEADER] == "0af7651916cd43dd8448eb211c80319c"
    for unfit in ("court", "<script>alert</script>", "a" * 65, "deux mots ici"):
        assert client.get("/healthz", headers={HEADER: unfit})[HEADER] != unfit


@pytest.mark.django_db
def test_a_fault_says_its_id_to_people_and_programs_and_to_the_log(
    cast: Cast, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    seen: list[str] = []
    client = sign_in(cast.bob)
    client.raise_request_exception = False

    class Listening(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            seen.append(str(structlog.contextvars.get_contextvars().get("request")))

    def fail(*args: object, **options: object) -> None:
        raise RuntimeError

    listening = Listening()
    logging.getLogger("django.request").addHandler(listening)
    try:
        monkeypatch.setattr("communities.feeds.drafts", fail)
        page, data = client.get("/drafts/"), client.get("/api/v1/drafts")
    finally:
        logging.getLogger("django.request").removeHandler(listening)
    assert (page.status_code, data.status_code) == (500, 500)
    assert f"Référence {page[HEADER]}" in page.content.decode()
    assert data.json()["reference"] == data[HEADER]
    assert seen == [page[HEADER], data[HEADER]]
    assert settings.MIDDLEWARE.index("rse.lib.request_id.RequestIdMiddleware") < 3


@pytest.mark.django_db
def test_what_a_script_asks_in_vain_is_said_on_the_page_that_comes(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.carol)
    answer = client.post(f"/p/{cast.secret_post.pk}/reactions", {"kind": "utile:false"}, headers={"HX-Request": "true"})
    assert (answer.status_code, answer["HX-Refresh"]) == (404, "true")
    page = client.get("/").content.decode()
    assert "Cela n’a pas abouti" in page
    assert answer[HEADER] in page
