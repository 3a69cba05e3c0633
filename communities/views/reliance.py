"""Answers one may rely on: marking one, saying whether it held, and the questions that were asked already."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from communities import access, feeds
from communities.actions import reliance as actions
from communities.forms import MarkForm, OutcomeForm
from communities.views import kept, reading
from communities.views.threads import comment_address
from rse.lib.refusal import Refused


@kept.keeps_words
@require_http_methods(["GET", "HEAD", "POST"])
def mark(request: HttpRequest, id: str, comment_id: str) -> HttpResponse:
    """Asks what to say of an answer, with what was said of it before."""
    person = reading.person_of(request)
    comment = access.get_comment_of_post_or_404(person, id, comment_id)
    access.require(access.may_vouch(person, comment.post))
    history = feeds.mark_history(comment)
    present = next((each for each in history if each.ended_at is None), None)
    initial = {"state": present.state, "note": present.note, "review_on": present.review_on} if present else {}
    form = MarkForm(request.POST or None, initial=initial | kept.take(request, request.path), is_marked=present is not None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.mark_answer(by=person, comment=comment, at=timezone.now(), **form.cleaned_data)
            return redirect(comment_address(comment.post, comment.pk))
        except Refused as refusal:
            form.refuse(refusal)
    context = {"form": form, "comment": comment, "post": comment.post, "history": history, "writer": kept.writer_mark(person)}
    return render(request, "communities/answer_mark.html", context, status=422 if form.errors else 200)


@kept.keeps_words
@require_http_methods(["GET", "HEAD", "POST"])
def held(request: HttpRequest, id: str) -> HttpResponse:
    """Asks who asked whether the accepted answer held."""
    person = reading.person_of(request)
    post = access.get_post_or_404(person, id)
    access.require(access.may_tell_outcome(person, post))
    form = OutcomeForm(request.POST or None, initial=kept.take(request, request.path))
    writes = access.may_write(person, post.community)
    if not writes:
        del form.fields["words"]  # they would be refused, and lost
    if request.method == "POST" and form.is_valid():
        try:
            actions.tell_outcome(by=person, post=post, at=timezone.now(), **form.cleaned_data)
            messages.success(request, _("Thank you: whoever finds this answer will know."))
            return redirect("post-show", post.pk)
        except Refused as refusal:
            form.refuse(refusal)
    context = {
        "form": form,
        "post": post,
        "writer": kept.writer_mark(person),
        "charter": feeds.charter_to_accept(person, post.community) if writes else None,
    }
    return render(request, "communities/answer_held.html", context, status=422 if form.errors else 200)


@require_safe
def similar(request: HttpRequest) -> HttpResponse:
    """For the composer: questions near to the sentence `title`, when the `kind` is a question; nothing otherwise."""
    person = reading.person_of(request)
    sentence = reading.words(request, "title", length=200)
    if request.GET.get("kind") != "question" or not sentence:
        return HttpResponse("")
    try:
        community = access.get_readable_community_or_404(person, request.GET.get("community", "")[:80])
    except Http404:
        community = None
    found = feeds.similar_questions(person, sentence, community=community)
    askable = feeds.askable(person, sentence, community=community)
    return render(request, "communities/_similar.html", {"found": found, "askable": askable})
