"""Stories: confirmed by a second person, renewed, retired."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from communities import access
from communities.actions import stories as actions
from communities.views import reading
from rse.lib.refusal import Refused


@require_POST
def countersign(request: HttpRequest, id: str) -> HttpResponse:
    """Confirms a story, with the line `note` if there is one."""
    note = request.POST.get("note", "")
    return _done(request, id, _("You have confirmed this success."), lambda **who: actions.countersign(note=note, **who))


@require_POST
def renew(request: HttpRequest, id: str) -> HttpResponse:
    """Says that a story still holds, with the line `note` if there is one."""
    note = request.POST.get("note", "")
    return _done(request, id, _("The story holds for some more months."), lambda **who: actions.renew(note=note, **who))


@require_POST
def retire(request: HttpRequest, id: str) -> HttpResponse:
    return _done(request, id, _("The story is retired. It can still be read."), lambda **who: actions.retire(**who))


def _done(request: HttpRequest, id: str, said: str, act: Callable[..., object]) -> HttpResponse:
    person = reading.person_of(request)
    post = access.get_post_or_404(person, id)
    try:
        act(by=person, post=post, at=timezone.now())
        messages.success(request, said)
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("post-show", post.pk)
