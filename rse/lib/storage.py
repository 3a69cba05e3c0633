"""Files that people send: judged by what they hold, made anew, kept under keys that nobody guesses, given back by our views.

Django's default storage holds them (a folder, or a bucket); `serve` answers a request whose right to read has been checked.
"""

import re
import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import IO

from csp.constants import NONE, SELF, UNSAFE_INLINE
from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.core.files.uploadhandler import FileUploadHandler
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotModified
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header
from django.utils.translation import gettext_lazy as _

from rse.lib import picture
from rse.lib.picture import Picture
from rse.lib.refusal import Refused

MAX_IMAGE_BYTES = 8_000_000
MAX_REQUEST_BYTES = 27_000_000  # the largest attachment and its form
IMAGE_SUFFIX, IMAGE_TYPE = "webp", "image/webp"
_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})", re.ASCII)
# A picture opened alone stands in a page of the browser's own, which styles itself; nothing else may happen there.
_ALONE = {"default-src": [NONE], "img-src": [SELF], "style-src": [UNSAFE_INLINE], "frame-ancestors": [NONE]}


class SizeGuard(FileUploadHandler):
    """Refuses a request that announces more bytes than any form of ours sends, before the body is read."""

    # Django calls it by these names, and the stubs give it no types.
    def handle_raw_input(self, input_data, META, content_length, boundary, encoding=None):  # type: ignore[no-untyped-def]  # noqa: N803
        if content_length > MAX_REQUEST_BYTES:
            raise RequestDataTooBig

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        return raw_data

    def file_complete(self, file_size: int) -> None:
        return None


def remake_image(file: IO[bytes], *, side: int) -> bytes:
    """A square WebP of at most `side` pixels out of a picture: its pixels and nothing else of it.

    Raises Refused on what is no JPEG, PNG, WebP or GIF, too heavy, too wide, or cut short.
    """
    content = _content(file, most=MAX_IMAGE_BYTES, field="photo")
    with _in_words("photo"):
        return picture.squared(content, side).content


def resize_image(file: IO[bytes], *, sides: Sequence[int], most: int, field: str | None = None) -> list[Picture]:
    """The same picture at most so wide and so high, once for each of `sides`, the largest first; the first frame of one that moves.

    Raises as `remake_image` does, on a file of more than `most` bytes too.
    """
    content = _content(file, most=most, field=field)
    with _in_words(field):
        return picture.resized(content, sides)


def _content(file: IO[bytes], *, most: int, field: str | None) -> bytes:
    content = file.read(most + 1)
    if len(content) > most:
        raise Refused(_("This picture is too heavy: %(limit)s MB at most.") % {"limit": most // 1_000_000}, field=field)
    return content


@contextmanager
def _in_words(field: str | None) -> Iterator[None]:
    try:
        yield
    except picture.Unknown as error:
        raise Refused(_("This kind of picture is not known here: send a JPEG, PNG or WebP."), field=field) from error
    except picture.TooWide as error:
        raise Refused(_("This picture has too many pixels: send it smaller."), field=field) from error
    except picture.Busy as error:
        raise Refused(_("Many pictures are being sent. Try again in a moment."), field=field) from error
    except picture.Damaged as error:
        raise Refused(_("This picture is damaged: it cannot be read to its end."), field=field) from error


def keep(folder: str, content: "bytes | File[bytes]", *, suffix: str, field: str | None = "photo") -> str:
    """Store `content` whole or not at all; answers its key. Raises Refused when the store cannot take it."""
    key = f"{folder}/{secrets.token_hex(16)}.{suffix}"
    try:
        return default_storage.save(key, ContentFile(content) if isinstance(content, bytes) else content)
    except OSError as error:
        forget(key)
        raise Refused(_("The file could not be kept. Try again in a moment."), field=field) from error


def read(key: str) -> bytes:
    """The whole of a file. Raises OSError when it is not there."""
    with default_storage.open(key) as file:
        content: bytes = file.read()
    return content


def forget(key: str) -> None:
    """Delete a file; one that is not there is no error."""
    default_storage.delete(key)


def give(request: HttpRequest, key: str, *, content_type: str, name: str) -> HttpResponseBase:
    """Answer with a file that somebody sent: pictures, which we made anew, are shown; anything else is saved under its name."""
    is_ours = content_type == IMAGE_TYPE
    answer = serve(request, key, content_type=content_type, save_as=None if is_ours else name)
    if is_ours:
        answer._csp_config = _ALONE  # type: ignore[attr-defined]  # read by django-csp
    return answer


def serve(request: HttpRequest, key: str, *, content_type: str, save_as: str | None = None) -> HttpResponseBase:
    """Answer with the file; the reverse proxy sends it when there is one. Browsers ask again each time.

    With `save_as` browsers save it under that name instead of showing it: for whatever we have not made ourselves. Of those
    one may ask for a part, to go on with a download or to turn the pages of a long document.
    """
    etag = f'"{key.rpartition("/")[2]}"'
    not_modified = get_conditional_response(request, etag=etag)
    response: HttpResponseBase
    if isinstance(not_modified, HttpResponseNotModified):
        response = not_modified
    elif settings.X_ACCEL_PREFIX:
        response = HttpResponse(content_type=content_type, headers={"X-Accel-Redirect": f"{settings.X_ACCEL_PREFIX}/{key}"})
    else:
        try:
            file = default_storage.open(key)
        except FileNotFoundError:
            raise Http404 from None
        has_parts = save_as is not None and file.seekable()
        response = (_part(request, file, content_type, etag) if has_parts else None) or FileResponse(file, content_type=content_type)
        if has_parts:
            response["Accept-Ranges"] = "bytes"
    response["ETag"] = etag
    response["Cache-Control"] = "private, no-cache"
    response["Content-Disposition"] = content_disposition_header(save_as is not None, save_as or "") or "inline"
    return response


class _Part:
    """So many bytes of a file, from where it stands."""

    def __init__(self, file: "File[bytes]", length: int) -> None:
        self._file, self._left = file, length

    def read(self, size: int = -1) -> bytes:
        content: bytes = self._file.read(self._left if size < 0 else min(size, self._left))
        self._left -= len(content)
        return content

    def close(self) -> None:
        self._file.close()


def _part(request: HttpRequest, file: "File[bytes]", content_type: str, etag: str) -> HttpResponseBase | None:
    """The answer to a request for one part of a file (RFC 9110, 14); None where the whole of it is the answer."""
    asked = _RANGE.fullmatch(request.headers.get("Range", "")) if request.method == "GET" else None
    if asked is None or asked[0] == "bytes=-" or request.headers.get("If-Range", etag) != etag:
        return None
    first, last = asked[1], asked[2]
    begin = int(first) if first else max(0, file.size - int(last))
    end = min(int(last), file.size - 1) if first and last else file.size - 1
    if first and last and int(last) < int(first):
        return None  # no range at all
    if begin > end or (not first and not int(last)):
        file.close()
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{file.size}"}, content_type=content_type)
    file.seek(begin)
    response = FileResponse(_Part(file, end - begin + 1), status=206, content_type=content_type)
    response["Content-Range"], response["Content-Length"] = f"bytes {begin}-{end}/{file.size}", str(end - begin + 1)
    return response
