"""Posts: the thread, publishing, editing, deleting, the accepted answer, the counters."""

from __future__ import annotations

from functools import partial
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
from communities.actions import removals
from communities.actions.schedules import schedule_post
from communities.actions.versions import Stale, text_version
from communities.forms import CommentForm, PostForm, edit_form, fresh_key
from communities.views import arrivals, attaching, drafts, kept, links, reading
from communities.views.leaving import sent
from communities.views.testimonials import said_before
from communities.views.threads import comment_address, thread_page
from communities.views.versions import overtaken
from rse.lib import l10n
from rse.lib.refusal import Refused

OFFERED = 3  # drafts that the composer speaks of; the others are in their list


@require_safe
def show(request: HttpRequest, id: str) -> HttpResponse:
    """The thread of a post; `from` is the cursor of its next page, `after` the id after which comments are new."""
    person = reading.person_of(request)
    post, has_begun = access.get_thread_or_404(person, id)
    if reading.is_fragment(request):
        return thread_page(request, post, form=CommentForm())
    events.hint_seen(person_id=person.pk, verb="visit", object_id=post.community_id, at=timezone.now())
    waiting = kept.take(request, reverse("comment-create", args=[post.pk]))
    begun = feeds.replies_begun(person, post) if has_begun else []
    draft = drafts.to_go_on_with(request, begun)
    initial = {"client_key": fresh_key(), "parent": request.GET.get("reply", "")[:20]}
    initial |= (drafts.reply_in_form(draft) if draft else {}) | waiting
    files = feeds.uploads(person, client_key=initial["client_key"]) if draft or waiting else []
    others = [row for row in begun if row.client_key != initial["client_key"]]
    testimony = said_before(request, post) if post.kind == "story" else None
    return thread_page(request, post, form=CommentForm(initial=initial), files=files, begun=others, testimony=testimony)


@kept.keeps_words
@require_http_methods(["GET", "HEAD", "POST"])
def create(request: HttpRequest) -> HttpResponse:
    """The composer: asks where, which kind and what; publishes once, or keeps it as a draft."""
    person = reading.person_of(request)
    mine = feeds.my_communities(person)
    destinations = feeds.destinations(person, mine)
    reach = partial(feeds.announcement_reach, person, mine) if feeds.announces_somewhere(person, mine) else None
    if request.method != "POST":
        initial = _asked(request)
        begun = feeds.drafts_to_offer(person, destinations, but_for=initial["client_key"], size=OFFERED)
        form = PostForm(initial=initial, destinations=destinations, reach=reach)
        files = feeds.uploads(person, client_key=initial["client_key"]) if len(initial) > 1 else []
        return _composer(request, form, begun=begun, version=initial.get("version", ""), files=files)
    form = PostForm(request.POST, destinations=destinations, reach=reach)
    sent_files = attaching.receive(request, person, key=request.POST.get("client_key", "")[:64])
    if attaching.is_removal(request):
        form.is_valid()
        form.errors.clear()
        return _composer(request, form, files=attaching.rows(person, sent_files))
    if request.POST.get("do") == "draft" and not sent_files.refusal:
        return _kept_as_draft(request, form, sent_files)
    if not form.is_valid() or sent_files.refusal:
        form.refuse_also(sent_files.refusal)
        return _composer(request, form, status=422, files=attaching.rows(person, sent_files))
    if request.POST.get("do") == "later":
        return _scheduled(request, form, sent_files)
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
            accepts=words["accepts"],
            files=sent_files.tokens,
            without_link=words["without_link"],
            confirms_mention=words["confirms_mention"],
            at=timezone.now(),
        )
    except Refused as refusal:
        form.refuse(refusal)
        return _composer(request, form, status=422, files=attaching.rows(person, sent_files))
    if reading.wants_item(request):
        return arrivals.post_item(request, post)
    messages.success(request, _("Published in %(community)s.") % {"community": community.name})
    return sent(reading.way_back(request, reverse("post-show", args=[post.pk])), words["client_key"])


@kept.keeps_words
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, id: str) -> HttpResponse:
    person = reading.person_of(request)
    post = access.get_post_or_404(person, id)
    access.require(access.may_edit(person, post))
    key, details = attaching.edit_key(post.pk), feeds.details_of([post]).get(post.pk)
    context = {"post": post, "details": details, "writer": kept.writer_mark(person), "key": key}
    context["draft_version"] = request.POST.get("draft_version", "")
    link = feeds.link_to_edit(person, post)
    context |= {"published": feeds.files_of_posts([post.pk]).get(post.pk), "link": link}
    if request.method != "POST":
        present = {"title": post.title, "body": post.body, "version": text_version(post)} | links.kept_away(link)
        initial, more = drafts.edit_gone_on_with(person, post, present)
        initial |= kept.take(request, request.path)
        context |= more | {"form": edit_form(post.kind, details, initial=initial), "files": feeds.uploads(person, client_key=key)}
        return render(request, "communities/post_edit.html", context)
    form, sent_files = edit_form(post.kind, details, request.POST), attaching.receive(request, person, key=key)
    context |= {"files": attaching.rows(person, sent_files), "dropped": sent_files.drop}
    if attaching.is_removal(request):
        context["form"] = edit_form(post.kind, details, initial=request.POST.dict())
        return render(request, "communities/post_edit.html", context)
    form.is_valid()
    form.refuse_also(sent_files.refusal)
    if form.is_valid():
        words = {name: form.cleaned_data[name] for name in ("title", "body", "version", "without_link", "confirms_mention")}
        try:
            draft = drafts.version_in(request.POST, "draft_version") or None
            details, files = form.details(), sent_files.changes
            actions.edit_post(by=person, post=post, details=details, files=files, draft=draft, at=timezone.now(), **words)
            return sent(reverse("post-show", args=[post.pk]), key)
        except Stale as stale:
            return render(request, "communities/post_edit.html", context | overtaken(form, stale), status=409)
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
    messages.success(request, _("The post is deleted."), extra_tags=reverse("post-restore", args=[post.pk]))
    return redirect("community-show", post.community.slug)


@require_POST
def restore(request: HttpRequest, id: str) -> HttpResponse:
    """Takes one's own deletion back, within the minute."""
    post = access.get_removed_post_or_404(reading.person_of(request), id)
    try:
        removals.restore_post(by=reading.person_of(request), post=post, at=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("community-show", post.community.slug)
    messages.success(request, _("The post is back."))
    return redirect("post-show", post.pk)


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
    return redirect(comment_address(post, comment.pk) if comment else reverse("post-show", args=[post.pk]))


@require_safe
def counts(request: HttpRequest, id: str) -> HttpResponse:
    """The counters of a thread as elements, each to replace the one of the same id in the page."""
    person = reading.person_of(request)
    post = access.get_post_or_404(person, id)
    return render(request, "communities/_counts.html", {"counters": feeds.counters(person, post), "post": post})


def _kept_as_draft(request: HttpRequest, form: PostForm, sent_files: attaching.Sent) -> HttpResponse:
    """Without scripts: to the drafts, or back to the form with what another device saved since."""
    key, stale = request.POST.get("client_key", "")[:64], None
    form.is_valid()
    form.errors.clear()
    try:
        draft = drafts.keep(reading.person_of(request), key or fresh_key(), request.POST, reopens=True)
    except draft_actions.Published:
        messages.info(request, _("This text is published already."))
        return sent(reverse("draft-list"), key)
    except draft_actions.Stale as error:
        stale = error.draft
        files = attaching.rows(reading.person_of(request), sent_files)
        return _composer(request, form, status=409, version=stale.version, stale=stale, files=files)
    except Refused as refusal:
        form.refuse(refusal)
        return _composer(request, form, status=422, files=attaching.rows(reading.person_of(request), sent_files))
    messages.success(request, _("The draft is kept.") if draft else _("Nothing was written: there is no draft to keep."))
    return sent(reverse("draft-list"), key)


def _scheduled(request: HttpRequest, form: PostForm, sent_files: attaching.Sent) -> HttpResponse:
    """Publishes later, with its files: all that publishing would refuse is refused now."""
    person, words = reading.person_of(request), form.cleaned_data
    access.get_readable_community_or_404(person, words["community"])
    key = words["client_key"] or fresh_key()
    begun, version = drafts.begun_in(person, request.POST), drafts.version_in(request.POST)
    try:
        draft = schedule_post(
            by=person,
            client_key=key,
            begun=begun,
            publish_at=form.hour(),
            details=form.details(),
            files=sent_files.tokens,
            version=version,
            accepts=words["accepts"],
            confirms_mention=words["confirms_mention"],
            at=timezone.now(),
        )
    except draft_actions.Published:
        messages.info(request, _("This text is published already."))
        return sent(reverse("draft-list"), key)
    except draft_actions.Stale as error:
        files = attaching.rows(person, sent_files)
        return _composer(request, form, status=409, version=error.draft.version, stale=error.draft, files=files)
    except Refused as refusal:
        form.refuse(refusal)
        return _composer(request, form, status=422, files=attaching.rows(person, sent_files))
    assert draft.publish_at is not None
    messages.success(request, _("It will be published on %(moment)s.") % {"moment": l10n.appointment(draft.publish_at)})
    return sent(reverse("draft-list"), key)


def _asked(request: HttpRequest) -> dict[str, Any]:
    """What the link to the composer said, the draft it goes on with, and what was kept for it."""
    named = {name: request.GET[name][:200] for name in ("community", "kind", "title", "next") if request.GET.get(name)}
    person = reading.person_of(request)
    if ask := request.GET.get("ask"):
        named["body"] = f"@{access.get_person_or_404(person, ask).name} "
    begun = drafts.in_form(person, access.get_draft_or_404(person, request.GET["draft"][:64])) if request.GET.get("draft") else {}
    return {"client_key": fresh_key()} | named | begun | kept.take(request, request.path)


def _composer(request: HttpRequest, form: PostForm, *, status: int = 200, **more: Any) -> HttpResponse:
    """`more`: the drafts that wait (`begun`), the `version` of the one in the form, what another device saved (`stale`), its `files`."""
    person = reading.person_of(request)
    template = "communities/_composer.html" if reading.is_fragment(request) else "communities/post_create.html"
    chosen = next((each for each in form.destinations if each.slug == form["community"].value()), None)
    charter = feeds.charter_to_accept(person, chosen) if chosen is not None else None
    context = {"form": form, "writer": kept.writer_mark(person), "back": reading.way_back(request, "/"), "charter": charter}
    return render(request, template, {"version": request.POST.get("version", "")} | context | more, status=status)
