"""Drafts: the list, and what the composer keeps every few seconds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from communities import access, feeds
from communities.actions import drafts as actions
from communities.forms.moments import typed
from communities.views import attaching, reading
from communities.views.leaving import sent
from rse.lib.refusal import Refused
from rse.people.models import Person

if TYPE_CHECKING:
    from communities.models import Comment, Community, Draft, Post

OWN_FIELDS = frozenset(
    {"community", "kind", "title", "body", "client_key", "version", "next", "writer", "do", "file", "accepts", "csrfmiddlewaretoken"}
    | {"confirms_mention", "publish_at", "scheduled", "draft_version", "parent", "place"}
)


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """What one has begun, the last written first."""
    person = reading.person_of(request)
    mine = feeds.my_communities(person)
    where = feeds.destinations(person, mine)
    context = {"rows": feeds.drafts(person, where), "scheduled": feeds.scheduled(person, where), "mine": mine}
    context["in_threads"] = feeds.drafts_in_threads(person)
    return render(request, "communities/draft_list.html", context)


@require_POST
def save(request: HttpRequest, key: str) -> HttpResponse:
    """Keeps what the composer holds: see `_saved`."""
    return _saved(request, key, actions.About())


@require_POST
def save_reply(request: HttpRequest, id: str, key: str) -> HttpResponse:
    """Keeps a reply in that thread, to the comment `parent` if there is one: see `_saved`."""
    person = reading.person_of(request)
    post = access.get_post_or_404(person, id)
    try:
        answered = access.get_comment_of_post_or_404(person, id, request.POST.get("parent", "")[:20])
    except Http404:
        answered = None  # gone since: the words are kept, for the post
    return _saved(request, key, actions.reply_in(post, answered))


@require_POST
def save_edit(request: HttpRequest, id: str) -> HttpResponse:
    """Keeps what becomes of one's own post, without changing it: see `_saved`."""
    person = reading.person_of(request)
    post = access.get_post_or_404(person, id)
    access.require(access.may_edit(person, post))
    return _saved(request, attaching.edit_key(post.pk), actions.edit_of(post))


@require_POST
def save_comment_edit(request: HttpRequest, id: str, comment_id: str) -> HttpResponse:
    """The same of one's own reply."""
    person = reading.person_of(request)
    comment = access.get_comment_of_post_or_404(person, id, comment_id)
    access.require(access.may_edit(person, comment))
    return _saved(request, attaching.edit_key(comment.pk), actions.edit_of(comment))


@require_POST
def drop(request: HttpRequest, key: str) -> HttpResponse:
    person = reading.person_of(request)
    draft = access.get_unsaid_or_404(person, key)
    actions.drop_draft(by=person, client_key=draft.client_key)
    messages.success(request, _("The draft is deleted."))
    return sent(reading.way_back(request, reverse("draft-list")), draft.client_key)


def keep(person: Person, key: str, form: QueryDict, *, about: actions.About | None = None, reopens: bool = False) -> Draft | None:
    """Save the fields of a form as a draft; raises as `save_draft` does."""
    about = about or actions.About()
    begun, version = begun_in(person, form, about), version_in(form, "version" if about.edited is None else "draft_version")
    return actions.save_draft(by=person, client_key=key, begun=begun, version=version, at=timezone.now(), reopens=reopens)


def begun_in(person: Person, form: QueryDict, about: actions.About | None = None) -> actions.Begun:
    """What the fields of a form hold: those of a composer, of a reply, of an edit."""
    about = about or actions.About()
    details = {name: form.getlist(name) for name in form if name not in OWN_FIELDS and not name.startswith(attaching.ALT)}
    if not any(details.get("without_link", ())):
        details.pop("without_link", None)
    if about.edited is not None:
        details[actions.STARTED_FROM] = [form.get("version", "")[:10]]
    elif about.thread is not None:
        details = {}
    return actions.Begun(
        body=form.get("body", ""),
        title=form.get("title", ""),
        kind=form.get("kind") or "message",
        community=_place(person, form.get("community", "")),
        details=details,
        about=about,
    )


def version_in(form: QueryDict, name: str = "version") -> int:
    """The version of the draft that the form goes on with."""
    version = form.get(name, "")
    return int(version) if version.isascii() and version.isdigit() and len(version) < 10 else 0


def in_form(person: Person, draft: Draft) -> dict[str, Any]:
    """What the composer is opened with to go on with a draft."""
    details = {name: values[0] if len(values) == 1 else values for name, values in draft.details.items()}
    own = {"kind": draft.kind, "title": draft.title, "body": draft.body, "client_key": draft.client_key, "version": draft.version}
    place = draft.community.slug if draft.community and access.may_write(person, draft.community) else ""
    when = {"publish_at": typed(draft.publish_at), "scheduled": "1"} if draft.publish_at else {}
    return details | own | when | {"community": place}


def reply_in_form(draft: Draft) -> dict[str, Any]:
    """What the form of a thread is filled with to go on with a reply."""
    return {"body": draft.body, "parent": draft.comment_id or "", "client_key": draft.client_key, "version": draft.version}


def edit_in_form(draft: Draft) -> dict[str, Any]:
    """The same of the form of an edit; `version` is that of the words that it started from."""
    details = {name: values[0] if len(values) == 1 else values for name, values in draft.details.items()}
    version = details.pop(actions.STARTED_FROM, "")
    own = {"title": draft.title, "body": draft.body, "version": version, "must_read": "must_read" in details}
    return details | own | {"draft_version": draft.version}


def to_go_on_with(request: HttpRequest, begun: Sequence[Draft]) -> Draft | None:
    """The reply that the address asks for: the one of that key (`draft`), or to that comment (`reply`); else the last to the post,
    or to any comment."""
    if key := request.GET.get("draft"):
        return next((draft for draft in begun if draft.client_key == key), None)
    if asked := request.GET.get("reply"):
        return next((draft for draft in begun if str(draft.comment_id) == asked), None)
    return next((draft for draft in begun if draft.comment_id is None), next(iter(begun), None))


def edit_gone_on_with(person: Person, content: Post | Comment, present: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """What the form of an edit starts with: the `present` words, or those begun and not saved; and what its page says of these.

    Where the text was changed since they were begun, it is shown beside them, as it is to whoever is overtaken.
    """
    draft = feeds.edit_begun(person, content)
    if draft is None:
        return present, {}
    told = edit_in_form(draft)
    is_overtaken = told["version"] != str(present["version"])
    more = {"begun": draft, "draft_version": draft.version, "dropped": draft.details.get("drop", [])}
    return present | told | {"version": present["version"]}, more | ({"since": content} if is_overtaken else {})


def _saved(request: HttpRequest, key: str, about: actions.About) -> HttpResponse:
    """204: nothing is written any more. 409: what another device saved. 410: it is published. 422: why it is not kept."""
    person = reading.person_of(request)
    in_the_form = edit_in_form if about.edited is not None else reply_in_form if about.thread is not None else partial(in_form, person)
    try:
        draft = keep(person, key, request.POST, about=about)
    except actions.Stale as stale:
        return JsonResponse(_told(stale.draft, in_the_form), status=409)
    except actions.Published:
        return HttpResponse(status=410)
    except Refused as refusal:
        return JsonResponse({"detail": str(refusal)}, status=422)
    return JsonResponse(_told(draft, in_the_form)) if draft else HttpResponse(status=204)


def _place(person: Person, slug: str) -> Community | None:
    """The place chosen so far; one that is no longer theirs is no choice."""
    try:
        return access.get_readable_community_or_404(person, slug) if slug else None
    except Http404:
        return None


def _told(draft: Draft, in_the_form: Callable[[Draft], dict[str, Any]]) -> dict[str, Any]:
    return in_the_form(draft) | {"at": draft.updated_at.isoformat()}
