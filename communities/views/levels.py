"""Follow, mute, block: forms whose `level` is the one wished, empty for none; and one's own lists."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from communities import access, feeds
from communities.actions import levels as actions
from communities.actions import tellings
from communities.views import reading
from rse.lib.csrf import token_of
from rse.lib.refusal import Refused
from rse.lib.text import topic_key

if TYPE_CHECKING:
    from communities.models import Community


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """All that one follows, mutes or blocks, with the button that ends it."""
    person = reading.person_of(request)
    context = {"own": feeds.subscriptions(person), "mine": feeds.my_communities(person)}
    return render(request, "communities/following.html", context)


@require_POST
def of_person(request: HttpRequest, id: str) -> HttpResponse:
    person = reading.person_of(request)
    other = access.get_person_or_404(person, id)
    with _telling(request, _said_of_person(_asked(request)) % {"name": other.name}):
        actions.set_level_of_person(by=person, other=other, level=_asked(request), at=timezone.now())
    return redirect(reading.way_back(request, reverse("person-show", args=[other.pk])))


@require_POST
def of_topic(request: HttpRequest, key: str) -> HttpResponse:
    person = reading.person_of(request)
    known_by = topic_key(key)
    if not known_by:
        raise Http404
    topic = access.get_topic_or_404(person, known_by)
    name = feeds.topic_feed(person, known_by, size=1).name
    with _telling(request, _said_of_topic(_asked(request)) % {"name": name}):
        actions.set_level_of_topic(by=person, topic=topic, level=_asked(request), name=name, at=timezone.now())
    return redirect(reading.way_back(request, reverse("topic-show", args=[known_by])))


@require_POST
@reading.of_community
def of_community(request: HttpRequest, community: Community) -> HttpResponse:
    person = reading.person_of(request)
    with _telling(request, _said_of_community(_asked(request)) % {"name": community.name}):
        tellings.set_level_of_community(by=person, community=community, level=_asked(request), at=timezone.now())
    return redirect(reading.way_back(request, reverse("community-show", args=[community.slug])))


@require_POST
def of_thread(request: HttpRequest, id: str) -> HttpResponse:
    """A script gets the menu of the post anew, `closed` if it was, a page the thread."""
    person = reading.person_of(request)
    post = access.get_post_or_404(person, id)
    try:
        actions.set_level_of_thread(by=person, post=post, level=_asked(request), at=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("post-show", post.pk)
    if reading.is_fragment(request):
        was_open = request.POST.get("menu") != "closed"
        return HttpResponse(feeds.menu(person, post=post, csrf=token_of(request), is_open=was_open))
    messages.success(request, _said_of_thread(_asked(request)))
    return redirect(reading.way_back(request, reverse("post-show", args=[post.pk])))


@contextmanager
def _telling(request: HttpRequest, done: str) -> Iterator[None]:
    """Say that it is `done`, or why it was refused."""
    try:
        yield
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, done)


def _asked(request: HttpRequest) -> str:
    return request.POST.get("level", "")[:10]


def _said_of_person(level: str) -> str:
    return {
        "follow": _("You follow %(name)s: their posts that you may read come to your feed."),
        "mute": _("Your feed leaves %(name)s out. They are not told."),
        "block": _("You have blocked %(name)s. They are not told."),
    }.get(level, _("You no longer follow, mute or block %(name)s."))


def _said_of_topic(level: str) -> str:
    return {
        "follow": _("You follow #%(name)s: the posts about it come to your feed."),
        "mute": _("Your feed leaves #%(name)s out."),
    }.get(level, _("You no longer follow or mute #%(name)s."))


def _said_of_community(level: str) -> str:
    return {
        "nothing": _(
            "%(name)s is muted: its posts stay out of your feed. "
            "You are still told when you are mentioned and when there is an announcement to read."
        ),
        "mentions": _("Of %(name)s, you are told of mentions of you, of answers to what you wrote and of the threads that you follow."),
        "posts": _("Of %(name)s, you are told of each new post too."),
        "everything": _("Of %(name)s, you are told of each new post and each new comment."),
    }.get(level, _("%(name)s goes by your default again."))


def _said_of_thread(level: str) -> str:
    return {
        "follow": _("You follow this thread: you will be told of each answer."),
        "mute": _("This thread is muted: you get no notifications from it, unless you are mentioned."),
    }.get(level, _("You no longer follow or mute this thread."))
