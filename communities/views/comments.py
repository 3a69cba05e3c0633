"""Comments: reply, edit, delete."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from communities import access
from communities.actions import comments as actions
from communities.forms import CommentForm
from communities.views import kept, reading
from communities.views.leaving import sent
from communities.views.threads import thread_page
from rse.lib.refusal import Refused
from rse.people.models import Person

if TYPE_CHECKING:
    from communities.models import Comment


@kept.keeps_words
@require_http_methods(["GET", "HEAD", "POST"])
def create(request: HttpRequest, id: str) -> HttpResponse:
    """Replies to the post, or to the comment `parent` of it. Asked with GET, leads to the form."""
    person = reading.person_of(request)
    post = access.get_post_or_404(person, id)
    if request.method != "POST":
        return redirect(reverse("post-show", args=[post.pk]) + "#reply")
    form = CommentForm(request.POST)
    if form.is_valid():
        words = form.cleaned_data
        try:
            parent = _parent(person, words["parent"])
            comment = actions.create_comment(
                by=person, post=post, parent=parent, body=words["body"], client_key=words["client_key"], at=timezone.now()
            )
            return sent(f"{reverse('post-show', args=[post.pk])}#c{comment.pk}", words["client_key"])
        except Refused as refusal:
            form.refuse(refusal)
    return thread_page(request, post, form=form, status=422)


@kept.keeps_words
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, id: str, comment_id: str) -> HttpResponse:
    person = reading.person_of(request)
    comment = access.get_comment_of_post_or_404(person, id, comment_id)
    access.require(access.may_edit(person, comment))
    context = {"comment": comment, "post": comment.post, "writer": kept.writer_mark(person)}
    if request.method != "POST":
        initial = {"body": comment.body} | kept.take(request, request.path)
        return render(request, "communities/comment_edit.html", context | {"form": CommentForm(initial=initial)})
    form = CommentForm(request.POST)
    if form.is_valid():
        try:
            actions.edit_comment(by=person, comment=comment, body=form.cleaned_data["body"], at=timezone.now())
            return redirect(f"{reverse('post-show', args=[comment.post_id])}#c{comment.pk}")
        except Refused as refusal:
            form.refuse(refusal)
    return render(request, "communities/comment_edit.html", context | {"form": form}, status=422)


@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: HttpRequest, id: str, comment_id: str) -> HttpResponse:
    """Asks first, then deletes."""
    person = reading.person_of(request)
    comment = access.get_comment_of_post_or_404(person, id, comment_id)
    access.require(access.may_delete(person, comment))
    if request.method != "POST":
        return render(request, "communities/comment_delete.html", {"comment": comment, "post": comment.post})
    actions.delete_comment(by=person, comment=comment, at=timezone.now())
    messages.success(request, _("The comment is deleted."))
    return redirect("post-show", comment.post_id)


def _parent(person: Person, id_: int | None) -> Comment | None:
    """The comment to answer. One that went refuses the reply, which is kept: it may go to the post."""
    try:
        return access.get_comment_or_404(person, id_) if id_ else None
    except Http404 as error:
        raise Refused(_("The comment you answer is not there any more."), field="parent") from error
