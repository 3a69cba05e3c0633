"""Reactions: one form of named buttons, whose value says what was given when the page was made; and who gave which."""

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from communities import access, feeds
from communities.actions import reactions as actions
from communities.views import reading
from communities.views.threads import comment_address
from rse.lib.csrf import token_of


@require_POST
def toggle(request: HttpRequest, id: str) -> HttpResponse:
    """`kind` is "useful:false" to give it, "useful:true" to take it back; `comment` names a comment of the thread.

    Sent twice, the same button changes nothing the second time. A script gets what stands under it anew, a page the thread.
    """
    person = reading.person_of(request)
    post = access.get_post_or_404(person, id)
    about = request.POST.get("comment", "")
    comment = access.get_comment_of_post_or_404(person, post.pk, about) if about else None
    kind, _, given = request.POST.get("kind", "").partition(":")
    if not kind or given not in ("true", "false"):
        raise BadRequest("no such reaction")
    act = actions.unreact if given == "true" else actions.react
    act(by=person, post=post, comment=comment, kind=kind, at=timezone.now())
    if not reading.is_fragment(request):
        return redirect(comment_address(post, comment.pk) if comment else reverse("post-show", args=[post.pk]))
    return HttpResponse(feeds.foot(person, post=post, comment=comment, csrf=token_of(request)))


@require_safe
def who(request: HttpRequest, id: str, comment_id: str = "") -> HttpResponse:
    """Who reacted to the post, or to that comment of it; a script gets the names alone."""
    person = reading.person_of(request)
    post = access.get_post_or_404(person, id)
    comment = access.get_comment_of_post_or_404(person, post.pk, comment_id) if comment_id else None
    context: dict[str, object] = {"reactors": feeds.reactors(person, post, comment)}
    if reading.is_fragment(request):
        return render(request, "communities/_reactors.html", context)
    context |= {
        "back": comment_address(post, comment.pk) if comment else reverse("post-show", args=[post.pk]),
        "mine": feeds.my_communities(person),
    }
    return render(request, "communities/reactor_list.html", context)
