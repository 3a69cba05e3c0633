"""Documents as people send them, good and bad, made on the spot."""

import io
import zipfile

from django.core.files.uploadedfile import SimpleUploadedFile

from communities.actions.uploads import upload
from communities.models import Attachment
from rse.people.models import Person
from tests.factories import NOW
from tests.people.pictures import picture

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def pdf(text: str = "Bonjour") -> bytes:
    """One page with that text."""
    stream = f"BT /F1 48 Tf 72 700 Td ({text}) Tj ET".encode()
    bodies = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(bodies, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(bodies) + 1, len(out))
    return out + b"xref\n0 %d\n0000000000 65535 f \n" % (len(bodies) + 1) + table + end


def archive(entries: dict[str, bytes]) -> bytes:
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in entries.items():
            made.writestr(name, content)
    return output.getvalue()


def office(member: str = "word/document.xml", media_type: str = DOCX, **more: bytes) -> bytes:
    """The least that is an office document; `more` are other entries, `__` for a slash."""
    index = f'<Types><Override PartName="/{member}" ContentType="{media_type}.main+xml"/></Types>'.encode()
    others = {name.replace("__", "/"): content for name, content in more.items()}
    return archive({"[Content_Types].xml": index, member: b"<w/>", **others})


def paged(page: bytes) -> bytes:
    """A text document that carries that picture of its first page."""
    return office("word/document.xml", DOCX, **{"docProps__thumbnail.jpeg": page})


def sheet() -> bytes:
    return office("xl/workbook.xml", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")


def open_document(kind: str = "text", **more: bytes) -> bytes:
    others = {name.replace("__", "/"): content for name, content in more.items()}
    return archive({"mimetype": f"application/vnd.oasis.opendocument.{kind}".encode(), "content.xml": b"<o/>", **others})


def sent(name: str = "photo.jpg", content: bytes | None = None) -> SimpleUploadedFile:
    """A file as a form sends it: a picture unless told otherwise."""
    return SimpleUploadedFile(name, picture() if content is None else content, "application/octet-stream")


def put(by: Person, name: str = "photo.jpg", content: bytes | None = None, *, key: str = "formulaire", alt: str = "") -> Attachment:
    """That person has sent it with the form of that key."""
    file = sent(name, content)
    return upload(by=by, file=file, name=name, client_key=key, alt=alt, at=NOW)
