"""What one notes on a post for oneself: one button, whose value says what was so when the page was made."""

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from communities import access, feeds
from communities.actions import marks as actions
from communities.views import reading
from rse.lib.csrf import token_of


@require_POST
def save(request: HttpRequest, id: str) -> HttpResponse:
    """`saved` is "false" to keep the post for later, "true" to keep it no longer.

    Sent twice, the same button changes nothing the second time. A script gets what stands under the post anew, a page the thread.
    """
    person = reading.person_of(request)
    post = access.get_post_or_404(person, id)
    match request.POST.get("saved"):
        case "false":
            actions.save_post(by=person, post=post, at=timezone.now())
        case "true":
            actions.unsave_post(by=person, post=post)
        case _other:
            raise BadRequest("saved or not")
    if reading.is_fragment(request):
        return HttpResponse(feeds.foot(person, post=post, csrf=token_of(request)))
    messages.success(request, _("Kept for later.") if request.POST["saved"] == "false" else _("No longer kept."))
    return redirect("post-show", post.pk)
