"""Files before they are published: send one, describe it, take it away."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from secrets import token_hex

from django.conf import settings
from django.core.files.base import File
from django.db import transaction
from django.db.models import Q, Sum
from django.utils.translation import gettext_lazy as _

from communities import access
from communities.actions.attachments import MAX_FILES, checked_alt, delete_files, of_form, show_again, too_many
from communities.models import Attachment, FileKind
from rse.lib import files, storage
from rse.lib.first_page import may_have_page
from rse.lib.fold import fold
from rse.lib.l10n import number
from rse.lib.rates import wait
from rse.lib.refusal import Refused
from rse.people.models import Person

MAX_KEY = 64
PER_MINUTE = 60
SIDES = (2048, 640)
FOLDER, PREVIEWS = "files", "previews"


def upload(*, by: Person, file: "File[bytes]", name: str, client_key: str, at: datetime, alt: str = "") -> Attachment:
    """Take a file in, for the form of that key: pictures made anew, the others as they are. Nobody else sees it yet.

    Raises PermissionDenied to a closed account, Refused on what is not taken: its type, its weight, too many of them.
    """
    access.require(by.is_active)
    if not 0 < len(client_key) <= MAX_KEY:
        raise Refused(_("This form has no name: load the page again."), field="files")
    _check_pace(by)
    if (file.size or 0) > settings.ATTACHMENT_BYTES:
        limit = number(settings.ATTACHMENT_BYTES // 1_000_000)
        raise Refused(_("This file is too heavy: %(limit)s MB at most.") % {"limit": limit}, field="files")
    judged = files.judge(file, name)
    row = Attachment(
        token=token_hex(16),
        owner=by,
        client_key=client_key,
        name=files.clean_name(name, judged.suffix),
        kind=judged.family,
        media_type=judged.media_type,
        alt=checked_alt(alt),
        at=at,
        preview_due_at=at if may_have_page(judged.suffix) else None,
    )
    row.name_folded = fold(row.name)[:300]
    _check_room(by, client_key, at, size=file.size or 0)
    with _kept_or_forgotten(row):
        _store(row, file)
        with transaction.atomic():
            Person.objects.select_for_update(of=("self",), no_key=True).get(pk=by.pk)  # one upload of theirs after the other
            _check_room(by, client_key, at, size=row.size)
            row.position = of_form(by, client_key).count()
            row.save(force_insert=True)
    return row


@transaction.atomic
def remove_upload(*, by: Person, attachment: Attachment) -> None:
    """Throw away a file that is not published."""
    access.require(attachment.owner_id == by.pk and by.is_active)
    delete_files(Attachment.objects.filter(pk=attachment.pk, post=None))


@transaction.atomic
def remove_named(*, by: Person, token: str) -> None:
    """The same by its token; one that is gone already stays gone."""
    delete_files(access.uploads(by).filter(token=token))


@transaction.atomic
def describe(*, by: Person, attachment: Attachment, alt: str) -> Attachment:
    """Say what a picture shows, for those who do not see it."""
    alt = checked_alt(alt)
    row = Attachment.objects.select_for_update(of=("self",)).get(pk=attachment.pk)
    content = row.comment or row.post
    access.require(row.owner_id == by.pk and (by.is_active if content is None else access.may_edit(by, content)))
    if row.alt != alt:
        row.alt = alt
        row.save(update_fields=["alt"])
        show_again(row)
    return row


def describe_own(*, by: Person, alts: Mapping[str, str]) -> None:
    """The same for several that are not published yet; those that are gone are passed over."""
    for row in access.uploads(by).filter(token__in=alts):
        describe(by=by, attachment=row, alt=alts[row.token])


def no_file() -> Refused:
    return Refused(_("Choose a file first."), field="files")


def _store(row: Attachment, file: "File[bytes]") -> None:
    if row.kind != FileKind.IMAGE:
        row.key, row.size = storage.keep(FOLDER, file, suffix=row.name.rpartition(".")[2], field="files"), file.size or 0
        return
    whole, small = storage.resize_image(file, sides=SIDES, most=settings.ATTACHMENT_BYTES, field="files")
    row.size, row.width, row.height = len(whole.content), whole.width, whole.height
    row.preview_width, row.preview_height = small.width, small.height
    row.key = storage.keep(FOLDER, whole.content, suffix="webp", field="files")
    row.preview_key = storage.keep(PREVIEWS, small.content, suffix="webp", field="files")


@contextmanager
def _kept_or_forgotten(row: Attachment) -> Iterator[None]:
    """What goes wrong leaves nothing in the store."""
    try:
        yield
    except BaseException:
        for key in filter(None, (row.key, row.preview_key)):
            storage.forget(key)
        raise


def _check_pace(by: Person) -> None:
    """So many files a minute and no more; without a cache nobody is held back."""
    if wait("uploads", by.pk, (PER_MINUTE, 60)):
        raise Refused(_("Too many files in a minute: wait a little."), field="files")


def _check_room(by: Person, client_key: str, at: datetime, *, size: int) -> None:
    own = Attachment.objects.filter(owner=by)
    if of_form(by, client_key).count() >= MAX_FILES:
        raise too_many()
    today = Sum("size", filter=Q(at__gt=at - timedelta(days=1)), default=0)
    room = own.aggregate(day=today, everything=Sum("size", default=0))
    if room["day"] + size > settings.ATTACHMENT_DAY_BYTES:
        raise Refused(_("You have sent as many files as one may in a day: go on tomorrow."), field="files")
    if room["everything"] + size > settings.ATTACHMENT_PERSON_BYTES:
        raise Refused(_("Your files take all the room that one person has: delete some with their posts first."), field="files")
