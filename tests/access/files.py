"""Rows of files: sent by anybody for themselves, bob's are waiting; published, they follow their text."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.access import rules
from tests.access.rows import NOT_TOLD, Row
from tests.access.rules import EVERYONE
from tests.access.stage import Stage
from tests.access.words import DRAFTED
from tests.people.pictures import picture

OWN = dict.fromkeys(DRAFTED, "bob")
DESCRIBES = rules.NOBODY | {"open": "erin", "closed": "alice", "secret": "alice", "partners": "erin"}


def _file() -> SimpleUploadedFile:
    return SimpleUploadedFile("photo.jpg", picture(size=(40, 30)))


def _send(stage: Stage, target: str) -> dict[str, Any]:
    return {"key": "neuf", "files": _file()}


def _send_to_program(stage: Stage, target: str) -> dict[str, Any]:
    return {"client_key": "neuf", "file": _file()}


def _with_bobs(stage: Stage, target: str) -> dict[str, Any]:
    """The file of bob's, published by whoever asks."""
    words = {"title": "", "body": "Une image.", "kind": "message", "client_key": "", "file": stage.uploads["open"].token}
    return {"community": stage.cast.communities[target].slug, **words}


ROWS = [
    Row("file-upload", variants=("", "?key=attend-open", "?key=attend-secret")),
    Row("file-upload", "", "POST", body=_send),
    Row("file-remove", "upload", "POST", sees=OWN),
    Row("file-describe", "upload", "POST", sees=OWN, body=lambda stage, target: {"alt": "Une pompe"}),
    Row("file-show", "file", sees=rules.READS),
    Row("file-show", "file of comment", sees=rules.READS),
    Row("file-show", "own file", sees=OWN),
    Row("file-preview", "token", sees=rules.READS),
    Row("file-preview", "upload", sees=OWN),
    Row("post-create", "publish", "POST", sees=dict.fromkeys(rules.PLACES, EVERYONE),
        may=rules.NOBODY | dict.fromkeys(("open", "closed", "secret", "partners"), "bob"), body=_with_bobs, unallowed=NOT_TOLD),
    Row("community-documents", "community", sees=rules.READS, variants=("", "?q=image", "?kind=image", "?before=1")),
    Row("api-files", "", "POST", body=_send_to_program),
    Row("api-file", "token", sees=rules.READS),
    Row("api-file", "upload", sees=OWN),
    Row("api-file", "token", "PATCH", sees=rules.READS, may=DESCRIBES, body=lambda stage, target: {"alt": "Une pompe"}, json=True),
    Row("api-file", "upload", "DELETE", sees=OWN, json=True),
    Row("api-file-content", "token", sees=rules.READS),
    Row("api-file-content", "upload", sees=OWN),
    Row("api-file-preview", "token", sees=rules.READS),
    Row("api-file-preview", "upload", sees=OWN),
    Row("api-file-link", "token", sees=rules.READS),
    Row("api-file-link", "upload", sees=OWN),
    Row("api-documents", "community", sees=rules.READS, variants=("", "?q=image", "?size=1")),
]  # fmt: skip
