"""What people say of themselves, and their photo."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone
from PIL import Image

from rse.lib.refusal import Refused
from rse.lib.storage import MAX_REQUEST_BYTES
from rse.people.actions.profiles import change_names, change_photo, change_profile
from rse.people.models import Person, Profile
from tests.conftest import Cast
from tests.factories import make_person
from tests.people.pictures import SVG, bomb, located_picture, picture, upload

pytestmark = pytest.mark.django_db
SignIn = Callable[[Person], Client]
SAID = {"job_title": "Technicienne", "about": "Je règle les presses.", "skills": "Hydraulique, soudure\nSoudure", "phone": "+33 1 23"}


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = str(tmp_path)
    return tmp_path


def files(media: Path) -> list[Path]:
    return [path for path in media.rglob("*") if path.is_file()]


def test_a_profile_is_said_by_its_owner_and_by_nobody_else(sign_in: SignIn) -> None:
    person, other = make_person("Nadia"), make_person("Kofi")
    answer = sign_in(person).post("/account/profile/", SAID)
    assert answer.status_code == 302
    profile = Profile.objects.get(person=person)
    assert (profile.about, profile.skills, profile.phone) == ("Je règle les presses.", ["Hydraulique", "soudure"], "+33 1 23")
    assert Person.objects.get(pk=person.pk).job_title == "Technicienne"
    assert "Je règle les presses." in sign_in(person).get("/account/profile/").content.decode()
    with pytest.raises(PermissionDenied):
        change_profile(by=other, person=person, at=timezone.now(), job_title="", about="", skills=[], phone="")
    assert Client().post("/account/profile/", SAID)["Location"].startswith("/login/")


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("about", "x" * 2001, "2000"),
        ("phone", "appelez-moi", "A phone number has digits"),
        ("skills", ",".join(f"s{n}" for n in range(21)), "20 skills at most"),
        ("skills", "y" * 61, "too long for a skill"),
        ("job_title", "z" * 121, "120"),
    ],
)
def test_what_is_too_much_is_refused_beside_its_field_and_kept(sign_in: SignIn, field: str, value: str, words: str) -> None:
    person = make_person("Nadia", language="en")
    page = sign_in(person).post("/account/profile/", SAID | {field: value})
    assert page.status_code == 422
    assert words in page.content.decode()
    assert "Je règle les presses." in page.content.decode() or value in page.content.decode()
    assert Profile.objects.get(person=person).about == ""


def test_control_characters_are_dropped_and_markup_is_text(sign_in: SignIn) -> None:
    person = make_person("Nadia")
    client = sign_in(person)
    client.post("/account/profile/", SAID | {"job_title": "Chef\u0007\n d’\ue000atelier", "about": "<script>alert(1)</script>"})
    assert Person.objects.get(pk=person.pk).job_title == "Chef d’atelier"
    assert "<script>alert" not in client.get("/account/profile/").content.decode()


def test_names_are_changed_by_the_directory_s_side_alone(cast: Cast) -> None:
    with pytest.raises(PermissionDenied):
        change_names(by=cast.bob, person=cast.bob, first_name="Robert", last_name="Chef", at=timezone.now())
    change_names(by=cast.ada, person=cast.bob, first_name=" Robert\u0000 ", last_name="Chef", at=timezone.now())
    assert Person.objects.get(pk=cast.bob.pk).name == "Robert Chef"
    with pytest.raises(Refused):
        change_names(by=cast.ada, person=cast.bob, first_name="Robert", last_name=" ", at=timezone.now())


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF"])
def test_a_photo_becomes_a_square_without_what_the_camera_wrote(sign_in: SignIn, media: Path, kind: str) -> None:
    person = make_person("Nadia")
    client = sign_in(person)
    content = located_picture() if kind == "JPEG" else picture(kind)
    assert client.post("/account/photo/", {"photo": upload(content)}).status_code == 302
    person.refresh_from_db()
    answer = client.get(person.photo_url)
    body = b"".join(answer)
    with Image.open(io.BytesIO(body)) as kept:
        assert (kept.format, kept.size[0]) == ("WEBP", kept.size[1])
        assert not kept.getexif()
    assert b"Secret" not in body
    assert answer["Content-Type"] == "image/webp"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert [path.read_bytes() for path in files(media)] == [body]


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (SVG, "dessin.svg", "kind of picture is not known"),
        (SVG, "photo.png", "kind of picture is not known"),
        (b"MZ\x90\x00 programme", "photo.jpg", "kind of picture is not known"),
        (b"", "photo.jpg", "empty"),
        (picture()[:400], "photo.jpg", "damaged"),
        (picture("PNG")[:60], "photo.png", "damaged"),
        (bomb(), "photo.png", "too many pixels"),
        (bomb(9_000, 9_000), "photo.png", "too many pixels"),
        (b"\xff\xd8\xff" + b"0" * 8_000_001, "photo.jpg", "too heavy"),
        (picture("BMP"), "photo.jpg", "kind of picture is not known"),
        (picture("TIFF"), "photo.jpg", "kind of picture is not known"),
    ],
)
def test_what_is_no_decent_picture_is_refused_and_leaves_no_file(
    sign_in: SignIn, media: Path, content: bytes, name: str, words: str
) -> None:
    person = make_person("Nadia", language="en")
    client = sign_in(person)
    page = client.post("/account/photo/", {"photo": upload(content, name)})
    assert page.status_code == 422
    assert words in page.content.decode()
    assert files(media) == []
    assert Person.objects.get(pk=person.pk).photo == ""


def test_a_new_photo_takes_the_place_of_the_old_one(sign_in: SignIn, media: Path, django_capture_on_commit_callbacks: Any) -> None:
    person = make_person("Nadia")
    client = sign_in(person)
    client.post("/account/photo/", {"photo": upload(picture())})
    old = Person.objects.get(pk=person.pk).photo_url
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/account/photo/", {"photo": upload(picture("PNG", colour="red"))})
    new = Person.objects.get(pk=person.pk).photo_url
    assert old != new
    assert len(files(media)) == 1
    for address in (old, new):
        assert b"".join(client.get(address)) == files(media)[0].read_bytes(), "a card drawn before shows the present photo"
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/account/photo/", {"remove": "1"})
    assert client.get(new).status_code == 404
    assert files(media) == []


def test_a_photo_is_seen_by_those_who_see_the_person(cast: Cast, sign_in: SignIn) -> None:
    for person in (cast.bob, cast.carol, cast.guest):
        change_photo(by=person, person=person, image=io.BytesIO(picture()), at=timezone.now())
    expected = {
        cast.carol.photo_url: {name: 404 if name == "guest" else 200 for name in cast.people},
        cast.bob.photo_url: dict.fromkeys(cast.people, 200),
        cast.guest.photo_url: {name: 200 if name in ("bob", "erin", "guest") else 404 for name in cast.people},
    }
    for address, statuses in expected.items():
        for name, person in cast.people.items():
            assert sign_in(person).get(address).status_code == (302 if name == "mallory" else statuses[name]), (name, address)
        assert Client().get(address).status_code == 302


def test_the_browser_asks_again_each_time_and_the_proxy_sends_the_file(cast: Cast, sign_in: SignIn, settings: Any) -> None:
    change_photo(by=cast.bob, person=cast.bob, image=io.BytesIO(picture()), at=timezone.now())
    client = sign_in(cast.carol)
    first = client.get(cast.bob.photo_url)
    assert first["Cache-Control"] == "private, no-cache"
    assert client.get(cast.bob.photo_url, headers={"if-none-match": first["ETag"]}).status_code == 304
    settings.X_ACCEL_PREFIX = "/files"
    sent = client.get(cast.bob.photo_url)
    assert sent["X-Accel-Redirect"] == f"/files/{cast.bob.photo}"
    assert sent.content == b""


def test_a_full_disk_leaves_neither_half_a_file_nor_an_error_page(sign_in: SignIn, media: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from django.core.files.storage import FileSystemStorage

    def fill_up(self: FileSystemStorage, name: str, content: Any) -> str:
        path = Path(self.path(name))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.read()[:10])
        raise OSError(28, "No space left on device")

    person = make_person("Nadia", language="en")
    with monkeypatch.context() as patched:
        patched.setattr(FileSystemStorage, "_save", fill_up)
        page = sign_in(person).post("/account/photo/", {"photo": upload(picture())})
    assert "could not be kept" in page.content.decode()
    assert files(media) == []
    assert sign_in(person).post("/account/photo/", {"photo": upload(picture())}).status_code == 302


def test_an_enormous_request_is_refused_before_it_is_read(sign_in: SignIn) -> None:
    person = make_person("Nadia")
    answer = sign_in(person).post("/account/photo/", {"photo": upload(b"0" * (MAX_REQUEST_BYTES + 100_000))})
    assert answer.status_code in (400, 413)
