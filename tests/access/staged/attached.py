"""Files and links beside what is said."""

from django.core.files.uploadedfile import SimpleUploadedFile

from communities.actions.links import ask_link, shown
from communities.actions.uploads import upload
from communities.models import Attachment, Comment, Link, LinkPage, Post
from rse.lib import storage
from rse.people.models import Person
from tests.access.words import LINKED, WORDS
from tests.conftest import Cast
from tests.factories import NOW, make_comment, make_post
from tests.people.pictures import picture


def sent(by: Person, name: str) -> Attachment:
    file = SimpleUploadedFile("photo.jpg", picture())
    return upload(by=by, file=file, name=f"{name}.jpg", client_key=name, at=NOW)


def files(cast: Cast, *, of_comments: bool) -> dict[str, Attachment]:
    """A picture in each community that takes posts, beside a post or an answer."""
    made = {}
    for place, inside in {"open": cast.erin, "closed": cast.alice, "secret": cast.alice, "partners": cast.erin}.items():
        row = sent(inside, f"image-{WORDS[place]}-{of_comments}")
        if of_comments:
            make_comment(inside, cast.posts[f"{place}_post"], f"Image {WORDS[place]}", files=[row.token])
        else:
            make_post(inside, cast.communities[place], f"Image {WORDS[place]}", files=[row.token])
        row.refresh_from_db()
        made[place] = row
    return made


def links(cast: Cast, *, of_comments: bool) -> dict[str, Link]:
    made = {}
    for place, inside in zip(LINKED, (cast.erin, cast.alice, cast.erin), strict=True):
        words = f"Lien {WORDS[place]} https://site.example/{place}/{of_comments}"
        content: Post | Comment = (
            make_comment(inside, cast.posts[f"{place}_post"], words) if of_comments else make_post(inside, cast.communities[place], words)
        )
        link = Link.objects.latest("pk")
        _found(link.page, f"Page de {WORDS[place]}")
        content.link = shown(link)
        content.save(update_fields=["link"])
        made[place] = link
    return made


def asked(cast: Cast) -> LinkPage:
    page = ask_link(by=cast.bob, community=cast.closed, body="https://site.example/demande", at=NOW)
    assert page is not None
    return _found(page, "Page demandée par Bob")


def _found(page: LinkPage, title: str) -> LinkPage:
    """As if it had been looked up."""
    page.state, page.title, page.fetched_at, page.due_at = "ready", title, NOW, None
    page.picture_key = storage.keep("links", picture("WEBP"), suffix="webp", field=None)
    page.picture_width, page.picture_height = 640, 480
    page.save()
    return page
