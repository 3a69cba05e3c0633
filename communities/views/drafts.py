"""Drafts: the list, and what the composer keeps every few seconds."""

from __future__ import annotations

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
from communities.views import reading
from communities.views.leaving import sent
from rse.lib.refusal import Refused
from rse.people.models import Person

if TYPE_CHECKING:
    from communities.models import Community, Draft

OWN_FIELDS = frozenset({"community", "kind", "title", "body", "client_key", "version", "next", "writer", "do", "csrfmiddlewaretoken"})


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """What one has begun, the last written first."""
    person = reading.person_of(request)
    mine = feeds.my_communities(person)
    rows = feeds.drafts(person, feeds.destinations(person, mine))
    return render(request, "communities/draft_list.html", {"rows": rows, "mine": mine})


@require_POST
def save(request: HttpRequest, key: str) -> HttpResponse:
    """Keeps what the form holds. 204: nothing is written any more. 409: what another device saved. 410: it is published."""
    person = reading.person_of(request)
    try:
        draft = keep(person, key, request.POST)
    except actions.Stale as stale:
        return JsonResponse(_told(person, stale.draft), status=409)
    except actions.Published:
        return HttpResponse(status=410)
    except Refused as refusal:
        return JsonResponse({"detail": str(refusal)}, status=422)
    return JsonResponse(_told(person, draft)) if draft else HttpResponse(status=204)


@require_POST
def drop(request: HttpRequest, key: str) -> HttpResponse:
    person = reading.person_of(request)
    draft = access.get_draft_or_404(person, key)
    actions.drop_draft(by=person, client_key=draft.client_key)
    messages.success(request, _("The draft is deleted."))
    return sent(reverse("draft-list"), draft.client_key)


def keep(person: Person, key: str, form: QueryDict) -> Draft | None:
    """Save the fields of a composer as a draft; raises as `save_draft` does."""
    begun = actions.Begun(
        body=form.get("body", ""),
        title=form.get("title", ""),
        kind=form.get("kind") or "message",
        community=_place(person, form.get("community", "")),
        details={name: form.getlist(name) for name in form if name not in OWN_FIELDS},
    )
    version = form.get("version", "")
    seen = int(version) if version.isascii() and version.isdigit() and len(version) < 10 else 0
    return actions.save_draft(by=person, client_key=key, begun=begun, version=seen, at=timezone.now())


def in_form(person: Person, draft: Draft) -> dict[str, Any]:
    """What the composer is opened with to go on with a draft."""
    details = {name: values[0] if len(values) == 1 else values for name, values in draft.details.items()}
    own = {"kind": draft.kind, "title": draft.title, "body": draft.body, "client_key": draft.client_key, "version": draft.version}
    place = draft.community.slug if draft.community and access.may_write(person, draft.community) else ""
    return details | own | {"community": place}


def _place(person: Person, slug: str) -> Community | None:
    """The place chosen so far; one that is no longer theirs is no choice."""
    try:
        return access.get_readable_community_or_404(person, slug) if slug else None
    except Http404:
        return None


def _told(person: Person, draft: Draft) -> dict[str, Any]:
    return in_form(person, draft) | {"at": draft.updated_at.isoformat()}
