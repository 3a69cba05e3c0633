"""Files for programs: downloaded with a token, or by a link that ends soon and with the rights of whoever asked for it."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from communities import access
from communities.actions.memberships import leave_community
from communities.models import Attachment
from rse.people.actions.people import deactivate
from rse.people.models import Person
from tests.communities.api.program import Program
from tests.communities.paper import pdf, put
from tests.conftest import Cast
from tests.factories import NOW, make_post

SignIn = Callable[[Person], Client]
pytestmark = pytest.mark.django_db
SAME = ("Content-Type", "Content-Disposition", "Cache-Control", "ETag", "Content-Security-Policy", "Content-Length")


def shared(cast: Cast, name: str = "photo.jpg", content: bytes | None = None) -> Attachment:
    row = put(cast.bob, name, content, key=name)
    make_post(cast.bob, cast.closed, "Voici.", files=[row.token])
    row.refresh_from_db()
    return row


def got(by: Person, path: str, **headers: str) -> Any:
    return Program(by).client.get(f"/api/v1/files/{path}", headers=headers or None)


def content(answer: Any) -> bytes:
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def test_a_program_downloads_what_its_person_may_read_as_a_browser_would(cast: Cast, sign_in: SignIn) -> None:
    for row in (shared(cast), shared(cast, "relevé.pdf", pdf())):
        page = sign_in(cast.alice).get(f"/files/{row.token}/{row.name}")
        answer = got(cast.alice, f"{row.token}/content", accept="application/pdf")
        assert answer.status_code == 200
        assert {name: answer.get(name) for name in SAME} == {name: page.get(name) for name in SAME}
        assert content(answer) == content(page) != b""
        assert got(cast.alice, f"{row.token}/content", **{"if-none-match": answer["ETag"]}).status_code == 304
        for path in ("content", "preview", "link"):
            assert got(cast.carol, f"{row.token}/{path}").status_code == 404, path
            assert Client().get(f"/api/v1/files/{row.token}/{path}").status_code == 401, path
    assert got(cast.alice, f"{shared(cast, 'vue.png').token}/preview")["Content-Type"] == "image/webp"
    assert got(cast.alice, f"{shared(cast, 'a.csv', b'a;b').token}/preview").status_code == 404


def test_one_may_ask_for_a_part_of_what_is_saved_and_not_of_a_picture(cast: Cast) -> None:
    row, photo = shared(cast, "relevé.csv", b"0123456789"), shared(cast)
    path, program = f"/api/v1/files/{row.token}/content", Program(cast.alice).client
    whole = program.get(path)
    assert (whole["Accept-Ranges"], content(whole)) == ("bytes", b"0123456789")

    def part(asked: str, **headers: str) -> tuple[int, bytes, str]:
        answer = program.get(path, headers={"range": asked} | headers)
        told = content(answer)
        assert answer.status_code == 416 or answer["Content-Length"] == str(len(told))
        return answer.status_code, told, answer.get("Content-Range", "")

    assert part("bytes=2-4") == (206, b"234", "bytes 2-4/10")
    assert part("bytes=7-") == (206, b"789", "bytes 7-9/10")
    assert part("bytes=8-400") == (206, b"89", "bytes 8-9/10")
    assert part("bytes=-3") == (206, b"789", "bytes 7-9/10")
    assert part("bytes=-30") == (206, b"0123456789", "bytes 0-9/10")
    for unmet in ("bytes=10-", "bytes=-0", "bytes=99-100"):
        assert part(unmet) == (416, b"", "bytes */10")
    for ignored in ("bytes=4-2", "bytes=-", "bytes=0-1,3-4", "lines=0-1", "bytes=a-b"):
        assert part(ignored)[:2] == (200, b"0123456789"), ignored
    assert part("bytes=2-4", **{"if-range": '"other"'})[0] == 200
    assert part("bytes=2-4", **{"if-range": whole["ETag"]})[0] == 206
    assert program.head(path, headers={"range": "bytes=2-4"}).status_code == 200
    shown = program.get(f"/api/v1/files/{photo.token}/content", headers={"range": "bytes=0-1"})
    assert (shown.status_code, shown.has_header("Accept-Ranges")) == (200, False)
    assert got(cast.carol, f"{row.token}/content", range="bytes=0-1").status_code == 404


def test_a_link_opens_that_file_without_a_session_and_ends_after_thirty_seconds(cast: Cast) -> None:
    row, other = shared(cast), shared(cast, "a.csv", b"a;b")
    link = got(cast.alice, f"{row.token}/link").json()
    assert timezone.now() < datetime.fromisoformat(link["until"]) <= timezone.now() + timedelta(seconds=30)
    nobody = Client()
    assert nobody.get(link["url"])["Content-Type"] == "image/webp"
    assert nobody.post(link["url"]).status_code == 405
    address, signature = link["url"].split("?s=")
    for altered in ("", "?s=", "?s=x", f"?s={signature[:-1]}", f"?s=A{signature}", f"?s={signature}&s="):
        assert nobody.get(address + altered).status_code == 404, altered
    assert nobody.get(link["url"].replace(row.token, other.token)).status_code == 404

    def opened(seconds: int) -> int:
        signed = access.signed_link(cast.alice, row, at=timezone.now() - timedelta(seconds=seconds))
        return nobody.get(address, {"s": signed}).status_code

    assert (opened(20), opened(31)) == (200, 404)


def test_a_right_that_ended_ends_the_link(cast: Cast) -> None:
    row = shared(cast)
    links = {person: access.signed_link(person, row, at=timezone.now()) for person in (cast.alice, cast.bob)}

    def opened(person: Person) -> int:
        return Client().get(f"/files/{row.token}/signed", {"s": links[person]}).status_code

    assert (opened(cast.alice), opened(cast.bob)) == (200, 200)
    leave_community(by=cast.bob, community=cast.closed, at=NOW)
    assert (opened(cast.alice), opened(cast.bob)) == (200, 404)
    deactivate(by=cast.ada, person=cast.alice, at=NOW)
    assert opened(cast.alice) == 404


def test_a_link_gives_each_of_the_cast_what_they_read_and_no_more(cast: Cast) -> None:
    row = shared(cast)
    for name, person in cast.people.items():
        signed = access.signed_link(person, row, at=timezone.now())
        allowed = person.is_active and access.files(person).filter(pk=row.pk).exists()
        assert Client().get(f"/files/{row.token}/signed", {"s": signed}).status_code == (200 if allowed else 404), name
