"""Posts: the thread, publishing, editing, deleting, the accepted answer, the counters."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communities import access, events, feeds
from communities.actions import drafts as draft_actions
from communities.actions import posts as actions
from communities.forms import CommentForm, PostEditForm, PostForm, fresh_key
from communities.views import drafts, kept, reading
from communities.views.leaving import sent
from communities.views.threads import thread_page
from rse.lib.refusal import Refused

OFFERED = 3  # drafts that the composer speaks of; the others are in their list


@require_safe
def show(request: HttpRequest, id: str) -> HttpResponse:
    """The thread of a post; `from` is the cursor of its next page, `after` the id after which comments are new."""
    person = reading.person_of(request)
    post = access.get_post_or_404(person, id)
    if reading.is_fragment(request):
        return thread_page(request, post, form=CommentForm())
    events.hint_seen(person_id=person.pk, verb="visit", object_id=post.community_id, at=timezone.now())
    waiting = kept.take(request, reverse("comment-create", args=[post.pk]))
    initial = {"client_key": fresh_key(), "parent": request.GET.get("reply", "")[:20]} | waiting
    return thread_page(request, post, form=CommentForm(initial=initial))


@kept.keeps_words
@require_http_methods(["GET", "HEAD", "POST"])
def create(request: HttpRequest) -> HttpResponse:
    """The composer: asks where, which kind and what; publishes once, or keeps it as a draft."""
    person = reading.person_of(request)
    destinations = feeds.destinations(person)
    if request.method != "POST":
        initial = _asked(request)
        begun = [row for row in feeds.drafts(person, destinations, size=OFFERED) if row.draft.client_key != initial["client_key"]]
        form = PostForm(initial=initial, destinations=destinations)
        return _composer(request, form, begun=begun, version=initial.get("version", ""))
    form = PostForm(request.POST, destinations=destinations)
    if request.POST.get("do") == "draft":
        return _kept_as_draft(request, form)
    if not form.is_valid():
        return _composer(request, form, status=422)
    words = form.cleaned_data
    community = access.get_readable_community_or_404(person, words["community"])
    try:
        post = actions.create_post(
            by=person,
            community=community,
            kind=words["kind"],
            title=words["title"],
            body=words["body"],
            client_key=words["client_key"],
            details=form.details(),
            at=timezone.now(),
        )
    except Refused as refusal:
        form.refuse(refusal)
        return _composer(request, form, status=422)
    messages.success(request, _("Published in %(community)s.") % {"community": community.name})
    return sent(reading.way_back(request, reverse("post-show", args=[post.pk])), words["client_key"])


@kept.keeps_words
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, id: str) -> HttpResponse:
    person = reading.person_of(request)
    post = access.get_post_or_404(person, id)
    access.require(access.may_edit(person, post))
    context = {"post": post, "writer": kept.writer_mark(person)}
    if request.method != "POST":
        initial = {"title": post.title, "body": post.body} | kept.take(request, request.path)
        return render(request, "communities/post_edit.html", context | {"form": PostEditForm(initial=initial)})
    form = PostEditForm(request.POST)
    if form.is_valid():
        try:
            actions.edit_post(by=person, post=post, at=timezone.now(), **form.cleaned_data)
            return redirect("post-show", post.pk)
        except Refused as refusal:
            form.refuse(refusal)
    return render(request, "communities/post_edit.html", context | {"form": form}, status=422)


@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: HttpRequest, id: str) -> HttpResponse:
    """Asks first, then deletes."""
    person = reading.person_of(request)
    post = access.get_post_or_404(person, id)
    access.require(access.may_delete(person, post))
    if request.method != "POST":
        return render(request, "communities/post_delete.html", {"post": post})
    actions.delete_post(by=person, post=post, at=timezone.now())
    messages.success(request, _("The post is deleted."))
    return redirect("community-show", post.community.slug)


@require_POST
def accept(request: HttpRequest, id: str) -> HttpResponse:
    """Accepts the comment `answer`; without one, accepts none any more."""
    person = reading.person_of(request)
    post = access.get_post_or_404(person, id)
    answer = request.POST.get("answer", "")
    comment = access.get_comment_or_404(person, answer) if answer else None
    try:
        actions.accept_answer(by=person, post=post, comment=comment, at=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect(reverse("post-show", args=[post.pk]) + (f"#c{comment.pk}" if comment else ""))


@require_safe
def counts(request: HttpRequest, id: str) -> HttpResponse:
    """The counters of a thread as elements, each to replace the one of the same id in the page."""
    person = reading.person_of(request)
    post = access.get_post_or_404(person, id)
    return render(request, "communities/_counts.html", {"counters": feeds.counters(person, post), "post": post})


def _kept_as_draft(request: HttpRequest, form: PostForm) -> HttpResponse:
    """Without scripts: to the drafts, or back to the form with what another device saved since."""
    key, stale = request.POST.get("client_key", "")[:64], None
    form.is_valid()
    form.errors.clear()
    try:
        draft = drafts.keep(reading.person_of(request), key or fresh_key(), request.POST)
    except draft_actions.Published:
        messages.info(request, _("This text is published already."))
        return sent(reverse("draft-list"), key)
    except draft_actions.Stale as error:
        stale = error.draft
        return _composer(request, form, status=409, version=stale.version, stale=stale)
    except Refused as refusal:
        form.refuse(refusal)
        return _composer(request, form, status=422)
    messages.success(request, _("The draft is kept.") if draft else _("Nothing was written: there is no draft to keep."))
    return sent(reverse("draft-list"), key)


def _asked(request: HttpRequest) -> dict[str, Any]:
    """What the link to the composer said, the draft it goes on with, and what was kept for it."""
    named = {name: request.GET[name][:200] for name in ("community", "kind", "next") if request.GET.get(name)}
    person = reading.person_of(request)
    begun = drafts.in_form(person, access.get_draft_or_404(person, request.GET["draft"][:64])) if request.GET.get("draft") else {}
    return {"client_key": fresh_key()} | named | begun | kept.take(request, request.path)


def _composer(request: HttpRequest, form: PostForm, *, status: int = 200, **more: Any) -> HttpResponse:
    """`more`: the drafts that wait (`begun`), the `version` of the one in the form, and what another device saved (`stale`)."""
    person = reading.person_of(request)
    template = "communities/_composer.html" if reading.is_fragment(request) else "communities/post_create.html"
    context = {"form": form, "writer": kept.writer_mark(person), "back": reading.way_back(request, "/")}
    return render(request, template, {"version": request.POST.get("version", "")} | context | more, status=status)
