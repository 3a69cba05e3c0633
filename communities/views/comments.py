"""Comments: reply, edit, delete."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from communities import access, feeds
from communities.actions import comments as actions
from communities.actions import removals
from communities.actions.versions import Stale, text_version
from communities.forms import CommentEditForm, CommentForm
from communities.views import arrivals, attaching, drafts, kept, links, reading
from communities.views.leaving import sent
from communities.views.threads import comment_address, thread_page
from communities.views.versions import overtaken
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
    form, sent_files = CommentForm(request.POST), attaching.receive(request, person, key=request.POST.get("client_key", "")[:64])
    if attaching.is_removal(request):
        form = CommentForm(initial=request.POST.dict())
        return thread_page(request, post, form=form, files=attaching.rows(person, sent_files))
    form.is_valid()
    form.refuse_also(sent_files.refusal)
    if form.is_valid():
        words = form.cleaned_data
        try:
            parent = _parent(person, words["parent"])
            comment = actions.create_comment(
                by=person,
                post=post,
                parent=parent,
                body=words["body"],
                client_key=words["client_key"],
                accepts=words["accepts"],
                files=sent_files.tokens,
                without_link=words["without_link"],
                confirms_mention=words["confirms_mention"],
                at=timezone.now(),
            )
            if reading.wants_item(request):
                return arrivals.comment_item(request, post, comment)
            return sent(comment_address(comment.post, comment.pk), words["client_key"])
        except Refused as refusal:
            form.refuse(refusal)
    return thread_page(request, post, form=form, files=attaching.rows(person, sent_files), status=422)


@kept.keeps_words
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, id: str, comment_id: str) -> HttpResponse:
    person = reading.person_of(request)
    comment = access.get_comment_of_post_or_404(person, id, comment_id)
    access.require(access.may_edit(person, comment))
    key, published = attaching.edit_key(comment.pk), feeds.files_of_comments([comment.pk]).get(comment.pk)
    context = {"comment": comment, "post": comment.post, "writer": kept.writer_mark(person), "key": key, "published": published}
    context["draft_version"] = request.POST.get("draft_version", "")
    context["link"] = link = feeds.link_to_edit(person, comment)
    if request.method != "POST":
        present = {"body": comment.body, "version": text_version(comment)} | links.kept_away(link)
        initial, more = drafts.edit_gone_on_with(person, comment, present)
        initial |= kept.take(request, request.path)
        context |= more | {"form": CommentEditForm(initial=initial), "files": feeds.uploads(person, client_key=key)}
        return render(request, "communities/comment_edit.html", context)
    form, sent_files = CommentEditForm(request.POST), attaching.receive(request, person, key=key)
    context |= {"files": attaching.rows(person, sent_files), "dropped": sent_files.drop}
    if attaching.is_removal(request):
        context["form"] = CommentEditForm(initial=request.POST.dict())
        return render(request, "communities/comment_edit.html", context)
    form.is_valid()
    form.refuse_also(sent_files.refusal)
    if form.is_valid():
        try:
            draft = drafts.version_in(request.POST, "draft_version") or None
            actions.edit_comment(by=person, comment=comment, files=sent_files.changes, draft=draft, at=timezone.now(), **form.cleaned_data)
            return sent(comment_address(comment.post, comment.pk), key)
        except Stale as stale:
            return render(request, "communities/comment_edit.html", context | overtaken(form, stale), status=409)
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
    undo = reverse("comment-restore", args=[comment.post_id, comment.pk])
    messages.success(request, _("The comment is deleted."), extra_tags=undo)
    return redirect(comment_address(comment.post, comment.pk))


@require_POST
def restore(request: HttpRequest, id: str, comment_id: str) -> HttpResponse:
    """Takes one's own deletion back, within the minute."""
    comment = access.get_removed_comment_or_404(reading.person_of(request), id, comment_id)
    try:
        removals.restore_comment(by=reading.person_of(request), comment=comment, at=timezone.now())
        messages.success(request, _("The comment is back."))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect(comment_address(comment.post, comment.pk))


def _parent(person: Person, id_: int | None) -> Comment | None:
    """The comment to answer. One that went refuses the reply, which is kept: it may go to the post."""
    try:
        return access.get_comment_or_404(person, id_) if id_ else None
    except Http404 as error:
        raise Refused(_("The comment you are answering is no longer there."), field="parent") from error
