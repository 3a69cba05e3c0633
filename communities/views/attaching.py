"""The files of a form: those that a script sent before it, those that come with it, and what their pictures show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from django.utils import timezone

from communities import feeds
from communities.actions import attachments, uploads
from rse.lib.refusal import Refused
from rse.people.models import Person

ALT = "alt-"


@dataclass(frozen=True)
class Sent:
    """The files of a form, by token: new ones, published ones to take away, what pictures show. `refusal`: one was not taken."""

    tokens: list[str] = field(default_factory=list)
    drop: list[str] = field(default_factory=list)
    alts: dict[str, str] = field(default_factory=dict)
    refusal: Refused | None = None

    @property
    def changes(self) -> attachments.FileChanges | None:
        """What an edition does to the files there are; None when the form said nothing of files."""
        if not (self.tokens or self.drop or self.alts):
            return None
        return attachments.FileChanges(add=self.tokens, drop=self.drop, alts=self.alts)


def receive(request: HttpRequest, person: Person, *, key: str) -> Sent:
    """Read the files of a form; those that came with it are taken in, for that key, and what the others show is noted.

    A form without any costs no query. One that is not taken does not hold the others.
    """
    tokens = _tokens(request.POST.getlist("file"))
    alts = {name[len(ALT) :]: request.POST[name] for name in request.POST if name.startswith(ALT)}
    refusal = None
    if removed := request.POST.get("do", "").partition("remove:")[2]:
        tokens = [token for token in tokens if token != removed]
        uploads.remove_named(by=person, token=removed)
    for file in _files(request):
        try:
            row = uploads.upload(by=person, file=file, name=file.name or "", client_key=key, at=timezone.now())
            tokens.append(row.token)
        except Refused as error:
            refusal = Refused(f"{file.name}\u00a0: {error}", field="files")
    if tokens and alts:
        try:
            uploads.describe_own(by=person, alts={token: alts[token] for token in tokens if token in alts})
        except Refused as error:
            refusal = error
    return Sent(tokens, _tokens(request.POST.getlist("drop")), alts, refusal)


def rows(person: Person, sent: Sent) -> list[feeds.FileRow]:
    """What a form that is shown again holds."""
    return feeds.uploads(person, tokens=sent.tokens)


def edit_key(content_id: int) -> str:
    """The key of the form in which a text is edited: files sent there and not saved are found again."""
    return f"edit{content_id}"


def is_removal(request: HttpRequest) -> bool:
    """Whether the form was sent to take one of its files away, without a script."""
    return request.POST.get("do", "").startswith("remove:")


def _tokens(given: Sequence[str]) -> list[str]:
    return [token for token in given[: 4 * attachments.MAX_FILES] if token.isalnum() and token.isascii() and len(token) <= 32]


def _files(request: HttpRequest) -> list[UploadedFile[bytes]]:
    return [file for file in request.FILES.getlist("files") if isinstance(file, UploadedFile)][: attachments.MAX_FILES + 1]
