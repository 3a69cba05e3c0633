"""Scheduled posts, in the list of drafts: another hour, at once, or no more."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from communities import access
from communities.actions import schedules as actions
from communities.forms.moments import moment
from communities.views import reading
from communities.views.leaving import sent
from rse.lib import l10n
from rse.lib.refusal import Refused


@require_POST
def change(request: HttpRequest, key: str) -> HttpResponse:
    """Publish at the hour `publish_at`."""
    person = reading.person_of(request)
    draft = access.get_draft_or_404(person, key)

    def act() -> str:
        unreadable = _("Choose a day and time within the next year.")
        hour = moment(request.POST.get("publish_at", "")[:40], field="publish_at", unreadable=unreadable)
        actions.reschedule(by=person, draft=draft, publish_at=hour, at=timezone.now())
        return _("It will be published on %(moment)s.") % {"moment": l10n.appointment(hour)}

    return _done(request, act)


@require_POST
def cancel(request: HttpRequest, key: str) -> HttpResponse:
    """Publish it no more: it is a draft."""
    person = reading.person_of(request)
    draft = access.get_draft_or_404(person, key)

    def act() -> str:
        actions.cancel_schedule(by=person, draft=draft)
        return _("It is a draft again: it will not be published by itself.")

    return _done(request, act)


@require_POST
def publish(request: HttpRequest, key: str) -> HttpResponse:
    """Publish it now, and go there."""
    person = reading.person_of(request)
    draft = access.get_draft_or_404(person, key)
    try:
        post = actions.publish_now(by=person, draft=draft, at=timezone.now())
    except (Refused, PermissionDenied) as refusal:
        words = str(refusal) or _("You cannot publish in its community any more.")
        messages.error(request, words)
        return redirect("draft-list")
    messages.success(request, _("Published in %(community)s.") % {"community": post.community.name})
    return sent(reverse("post-show", args=[post.pk]), draft.client_key)


def _done(request: HttpRequest, act: Callable[[], str]) -> HttpResponse:
    """To the list, with what was done or why not."""
    try:
        messages.success(request, act())
    except PermissionDenied:
        messages.error(request, _("You cannot publish in its community any more."))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("draft-list")
