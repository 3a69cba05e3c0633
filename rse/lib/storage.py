"""Files that people send: judged by what they hold, made anew, kept under keys that nobody guesses, given back by our views.

Django's default storage holds them (a folder, or a bucket); `serve` answers a request whose right to read has been checked.
"""

import io
import secrets
from typing import IO

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadhandler import FileUploadHandler
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotModified
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps, UnidentifiedImageError

from rse.lib.refusal import Refused

MAX_IMAGE_BYTES = 8_000_000
MAX_REQUEST_BYTES = 12_000_000
MAX_PIXELS = 40_000_000
IMAGE_FORMATS = ("JPEG", "PNG", "WEBP", "GIF")
IMAGE_SUFFIX, IMAGE_TYPE = "webp", "image/webp"


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
    content = file.read(MAX_IMAGE_BYTES + 1)
    if len(content) > MAX_IMAGE_BYTES:
        raise Refused(_("This picture is too heavy: 8 MB at most."), field="photo")
    try:
        with Image.open(io.BytesIO(content), formats=IMAGE_FORMATS) as picture:
            return _square(picture, side)
    except UnidentifiedImageError as error:
        raise Refused(_("This file is not a picture that is known here: send a JPEG, PNG or WebP."), field="photo") from error
    except Image.DecompressionBombError as error:
        raise _too_wide() from error
    except (OSError, SyntaxError, ValueError, EOFError, IndexError, OverflowError) as error:  # what Pillow says of damaged files
        raise Refused(_("This picture is damaged: it cannot be read to its end."), field="photo") from error


def keep(folder: str, content: bytes, *, suffix: str) -> str:
    """Store `content` whole or not at all; answers its key. Raises Refused when the store cannot take it."""
    key = f"{folder}/{secrets.token_hex(16)}.{suffix}"
    try:
        return default_storage.save(key, ContentFile(content))
    except OSError as error:
        forget(key)
        raise Refused(_("The file could not be kept. Try again in a moment."), field="photo") from error


def forget(key: str) -> None:
    """Delete a file; one that is not there is no error."""
    default_storage.delete(key)


def serve(request: HttpRequest, key: str, *, content_type: str) -> HttpResponseBase:
    """Answer with the file; the reverse proxy sends it when there is one. Browsers ask again each time."""
    etag = f'"{key.rpartition("/")[2]}"'
    not_modified = get_conditional_response(request, etag=etag)
    response: HttpResponseBase
    if isinstance(not_modified, HttpResponseNotModified):
        response = not_modified
    elif settings.X_ACCEL_PREFIX:
        response = HttpResponse(content_type=content_type, headers={"X-Accel-Redirect": f"{settings.X_ACCEL_PREFIX}/{key}"})
    else:
        try:
            response = FileResponse(default_storage.open(key), content_type=content_type)
        except FileNotFoundError:
            raise Http404 from None
    response["ETag"] = etag
    response["Cache-Control"] = "private, no-cache"
    response["Content-Disposition"] = "inline"
    return response


def _square(picture: Image.Image, side: int) -> bytes:
    if picture.width * picture.height > MAX_PIXELS:
        raise _too_wide()
    if picture.mode in ("RGB", "RGBA", "L"):
        picture.thumbnail((side * 4, side * 4))  # a JPEG is then decoded small
    upright = ImageOps.exif_transpose(picture).convert("RGBA")
    side = min(side, *upright.size)
    cut = ImageOps.fit(upright, (side, side), Image.Resampling.LANCZOS)
    ground = Image.new("RGB", cut.size, "white")
    ground.paste(cut, mask=cut.getchannel("A"))
    output = io.BytesIO()
    ground.save(output, "WEBP", quality=82, method=4)
    return output.getvalue()


def _too_wide() -> Refused:
    return Refused(_("This picture has too many pixels: 40 million at most."), field="photo")
