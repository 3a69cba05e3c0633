"""Versions: what a post or a reply said before, and the form of whoever was overtaken by another edit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from communities import access, feeds
from communities.actions import versions as actions
from communities.views import reading

if TYPE_CHECKING:
    from communities.actions.versions import Stale
    from communities.forms import CommentEditForm, PostEditForm
    from communities.models import Comment, Post


@require_safe
def of_post(request: HttpRequest, id: str) -> HttpResponse:
    """The versions of a post, the present one first; `before` is the cursor of a page."""
    post = access.get_post_or_404(reading.person_of(request), id)
    return _page(request, post, post)


@require_safe
def of_comment(request: HttpRequest, id: str, comment_id: str) -> HttpResponse:
    """The same of a reply."""
    comment = access.get_comment_of_post_or_404(reading.person_of(request), id, comment_id)
    return _page(request, comment.post, comment)


@require_http_methods(["GET", "HEAD", "POST"])
def remove_of_post(request: HttpRequest, id: str, number: str) -> HttpResponse:
    """Asks before it takes the words of a past version away: nothing brings them back."""
    post = access.get_post_or_404(reading.person_of(request), id)
    return _remove(request, post, post, number, back=reverse("post-history", args=[post.pk]))


@require_http_methods(["GET", "HEAD", "POST"])
def remove_of_comment(request: HttpRequest, id: str, comment_id: str, number: str) -> HttpResponse:
    """The same of a reply."""
    comment = access.get_comment_of_post_or_404(reading.person_of(request), id, comment_id)
    return _remove(request, comment.post, comment, number, back=reverse("comment-history", args=[comment.post_id, comment.pk]))


def overtaken(form: PostEditForm | CommentEditForm, stale: Stale) -> dict[str, Any]:
    """The form with one's own words, which may now replace those that were saved since, shown beside."""
    form.data = {name: form.data.get(name) for name in form.data} | {"version": str(stale.version)}
    return {"form": form, "since": stale.content}


def _page(request: HttpRequest, post: Post, content: Post | Comment) -> HttpResponse:
    page = feeds.versions(content, before=reading.cursor(request, "before"))
    context = {
        "post": post,
        "comment": None if content is post else content,
        "page": page,
        "author": content.author,
        "may_remove": access.may_remove_versions(reading.person_of(request), content),
    }
    return render(request, "communities/version_list.html", context)


def _remove(request: HttpRequest, post: Post, content: Post | Comment, number: str, *, back: str) -> HttpResponse:
    person = reading.person_of(request)
    version = access.get_past_version_or_404(person, content, number)
    if request.method == "POST":
        actions.remove_version(by=person, content=content, version=version, at=timezone.now())
        messages.success(request, _("The words of this version are erased."))
    elif version.removed_at is None:
        return render(request, "communities/version_remove.html", {"post": post, "version": version, "number": number, "back": back})
    return redirect(back)
