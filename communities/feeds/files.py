"""The files of posts and comments as their cards show them, and the documents of a community."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.urls import reverse

from communities import access
from communities.models import Attachment, Community, FileKind
from rse.lib.fold import fold
from rse.lib.ids import instant_of
from rse.lib.pages import PAGE_SIZE, Page
from rse.lib.prepared import PreparedRows, any_of
from rse.people.models import Person

SHOWN = 4  # pictures of a card; the last one says how many more there are
ICONS = {
    FileKind.IMAGE.value: "image",
    FileKind.PDF.value: "file-text",
    FileKind.DOCUMENT.value: "file-text",
    FileKind.SHEET.value: "file-spreadsheet",
    FileKind.SLIDES.value: "presentation",
    FileKind.TEXT.value: "file-type",
}
KINDS = list(ICONS)


@dataclass(frozen=True)
class FileRow:
    """A file; nothing in it depends on who looks."""

    token: str
    name: str
    kind: str
    size: int
    alt: str
    width: int | None
    height: int | None
    has_preview: bool
    preview_width: int | None
    preview_height: int | None

    @property
    def url(self) -> str:
        return reverse("file-show", args=[self.token, self.name])

    @property
    def preview_url(self) -> str:
        return reverse("file-preview", args=[self.token]) if self.has_preview else ""

    @property
    def icon(self) -> str:
        return ICONS[self.kind]

    @property
    def ending(self) -> str:
        """PDF, XLSX …"""
        return self.name.rpartition(".")[2].upper()

    @property
    def is_image(self) -> bool:
        return self.kind == FileKind.IMAGE


@dataclass(frozen=True)
class Files:
    """The files of a card: its pictures, in a grid, and the others, one on each line."""

    rows: Sequence[FileRow]
    is_whole: bool = False  # all the pictures, not only the first ones

    @property
    def images(self) -> list[FileRow]:
        return [row for row in self.rows if row.is_image]

    @property
    def shown(self) -> list[FileRow]:
        return self.images if self.is_whole else self.images[:SHOWN]

    @property
    def grid(self) -> int:
        """How many cells the first rows of the grid have: the name of its layout."""
        return min(len(self.images), SHOWN)

    @property
    def more(self) -> int:
        """The pictures that are not shown."""
        return len(self.images) - len(self.shown)

    @property
    def others(self) -> list[FileRow]:
        return [row for row in self.rows if not row.is_image]


@dataclass(frozen=True)
class DocumentRow:
    """A file of a community, with who shared it and where."""

    file: FileRow
    attachment: Attachment

    @property
    def id(self) -> int:
        return self.attachment.published_id or 0

    @property
    def owner(self) -> Person:
        return self.attachment.owner

    @property
    def at(self) -> datetime:
        """When it was published."""
        return instant_of(self.id)

    @property
    def where(self) -> str:
        """The address of the text it belongs to."""
        thread = reverse("post-show", args=[self.attachment.post_id])
        return f"{thread}?at={self.attachment.comment_id}#c{self.attachment.comment_id}" if self.attachment.comment_id else thread


def file_kinds() -> list[tuple[str, str]]:
    """The kinds of files for a form: name and label."""
    return [(kind.value, str(kind.label)) for kind in FileKind]


def file_row(row: Attachment) -> FileRow:
    return FileRow(
        token=row.token,
        name=row.name,
        kind=row.kind,
        size=row.size,
        alt=row.alt,
        width=row.width,
        height=row.height,
        has_preview=bool(row.preview_key),
        preview_width=row.preview_width,
        preview_height=row.preview_height,
    )


def files_of_posts(post_ids: Sequence[int], *, whole: bool = False) -> dict[int, Files]:
    """Post -> its own files, in one query."""
    return _grouped(_of_posts(posts=post_ids), "post_id", whole=whole) if post_ids else {}


@PreparedRows
def _of_posts(*, posts: Sequence[int]) -> QuerySet[Attachment, Attachment]:
    return Attachment.objects.filter(any_of("post", posts), comment=None).order_by("position", "pk")


def files_of_comments(comment_ids: Sequence[int]) -> dict[int, Files]:
    """Comment -> its files, in one query."""
    return _grouped(_of_comments(comments=comment_ids), "comment_id", whole=True) if comment_ids else {}


@PreparedRows
def _of_comments(*, comments: Sequence[int]) -> QuerySet[Attachment, Attachment]:
    return Attachment.objects.filter(any_of("comment", comments)).order_by("position", "pk")


def uploads(person: Person, *, client_key: str = "", tokens: Sequence[str] = ()) -> list[FileRow]:
    """What the person sent with that form, or under these tokens, and has not published; in the order of sending."""
    if not client_key and not tokens:
        return []
    found = access.uploads(person)
    found = found.filter(client_key=client_key) if client_key else found.filter(token__in=tokens)
    return [file_row(row) for row in found.order_by("position", "pk")]


def documents(
    person: Person, community: Community, *, query: str = "", kind: str = "", before: int | None = None, size: int = PAGE_SIZE
) -> Page[DocumentRow]:
    """The files of what the person may read there, the newest first; `query` is looked for in their names. One query."""
    found = access.files(person).filter(community=community)
    if words := fold(query):
        found = found.filter(name_folded__contains=words)
    if kind in KINDS:
        found = found.filter(kind=kind)
    if before is not None:
        found = found.filter(published_id__lt=before)
    rows = list(found.select_related("owner").order_by("-published_id")[: size + 1])
    shown = [DocumentRow(file_row(row), row) for row in rows[:size]]
    return Page(shown, str(shown[-1].id) if len(rows) > size else None)


def _grouped(rows: Sequence[Attachment], by: str, *, whole: bool) -> dict[int, Files]:
    grouped: dict[int, list[FileRow]] = {}
    for row in rows:
        grouped.setdefault(getattr(row, by), []).append(file_row(row))
    return {id_: Files(several, whole) for id_, several in grouped.items()}
