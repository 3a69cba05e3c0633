"""The practices of a community: the list, applying one, keeping them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communities import access, feeds
from communities.actions import practices as actions
from communities.forms import PracticeForm
from communities.views import kept, reading
from communities.views.places import place
from rse.lib.refusal import Refused

if TYPE_CHECKING:
    from communities.models import Community, Practice


@require_safe
@reading.of_community
def index(request: HttpRequest, community: Community) -> HttpResponse:
    """Those in force, for whoever reads the community."""
    person = reading.person_of(request)
    access.get_readable_community_or_404(person, community.slug)
    proposals = feeds.proposals(community, about="practice")
    rows = feeds.practices(person, community, today=timezone.localdate(), proposals=proposals)
    context = {
        "rows": rows,
        "discussed": [each for each in proposals if each.is_open],
        "closed": [each for each in proposals if not each.is_open],
        "may_apply": access.may_write(person, community),
        "may_keep": access.may_keep_practices(person, community),
        "mine_to_edit": {row.practice.pk for row in rows if row.practice.referent_id == person.pk},
    }
    return render(request, "communities/practice_list.html", place(person, community, tab="practices") | context)


@require_safe
@reading.of_community
def retired(request: HttpRequest, community: Community) -> HttpResponse:
    """Those that hold no more, for whoever reads the community."""
    person = reading.person_of(request)
    access.get_readable_community_or_404(person, community.slug)
    context = {"practices": feeds.retired_practices(community)}
    return render(request, "communities/practice_retired.html", place(person, community, tab="practices") | context)


@require_safe
def history(request: HttpRequest, slug: str, id: str) -> HttpResponse:
    """Its former words, each with what it changed; of one that was retired too."""
    person = reading.person_of(request)
    practice = access.get_practice_or_404(person, slug, id, retired=True)
    context = {"practice": practice, "versions": feeds.practice_history(practice)}
    return render(request, "communities/practice_history.html", place(person, practice.community, tab="practices") | context)


@kept.keeps_words
@require_http_methods(["GET", "HEAD", "POST"])
@reading.of_community
def create(request: HttpRequest, community: Community) -> HttpResponse:
    person = reading.person_of(request)
    access.require(access.may_keep_practices(person, community))
    initial = kept.take(request, request.path)
    form = PracticeForm(request.POST or None, initial=initial, members=feeds.members_to_name(community))
    if request.method == "POST" and form.is_valid():
        words = form.cleaned_data
        try:
            actions.create_practice(
                by=person, community=community, title=words["title"], text=words["text"], referent=form.chosen, at=timezone.now()
            )
            messages.success(request, _("The practice is added."))
            return redirect("practice-list", community.slug)
        except Refused as refusal:
            form.refuse(refusal)
    return _form(request, community, form)


@kept.keeps_words
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, slug: str, id: str) -> HttpResponse:
    """Its words, for whoever answers for it too; who does, for those who animate."""
    person = reading.person_of(request)
    practice = access.get_practice_or_404(person, slug, id)
    access.require(access.may_edit_practice(person, practice))
    keeps = access.may_keep_practices(person, practice.community)
    initial = {"title": practice.title, "text": practice.text, "referent": practice.referent_id}
    initial |= kept.take(request, request.path)
    form = PracticeForm(request.POST or None, initial=initial, members=feeds.members_to_name(practice.community) if keeps else ())
    if request.method == "POST" and form.is_valid():
        words = form.cleaned_data
        try:
            actions.change_practice(by=person, practice=practice, title=words["title"], text=words["text"], at=timezone.now())
            if keeps:
                actions.name_referent(by=person, practice=practice, referent=form.chosen, at=timezone.now())
            return _back(practice)
        except Refused as refusal:
            form.refuse(refusal)
    return _form(request, practice.community, form, practice=practice)


@require_POST
def apply(request: HttpRequest, slug: str, id: str) -> HttpResponse:
    """`applies` is true, or false to say it no more."""
    person = reading.person_of(request)
    practice = access.get_practice_or_404(person, slug, id)
    access.require(access.may_write(person, practice.community))
    if request.POST.get("applies") == "false":
        actions.stop_applying(by=person, practice=practice)
    else:
        actions.apply_practice(by=person, practice=practice, at=timezone.now())
    return _back(practice)


@require_POST
def review(request: HttpRequest, slug: str, id: str) -> HttpResponse:
    """Keeps it as it is for another year."""
    person = reading.person_of(request)
    practice = access.get_practice_or_404(person, slug, id)
    actions.review_practice(by=person, practice=practice, at=timezone.now())
    messages.success(request, _("The practice stays as it is for another year."))
    return _back(practice)


@require_http_methods(["GET", "HEAD", "POST"])
def retire(request: HttpRequest, slug: str, id: str) -> HttpResponse:
    """Asks first, then retires it."""
    person = reading.person_of(request)
    practice = access.get_practice_or_404(person, slug, id)
    access.require(access.may_keep_practices(person, practice.community))
    if request.method != "POST":
        here = place(person, practice.community, tab="practices")
        return render(request, "communities/practice_retire.html", here | {"practice": practice})
    actions.retire_practice(by=person, practice=practice, at=timezone.now())
    messages.success(request, _("The practice is retired."))
    return redirect("practice-list", slug)


def _back(practice: Practice) -> HttpResponse:
    return redirect(f"{reverse('practice-list', args=[practice.community.slug])}#practice-{practice.pk}")


def _form(request: HttpRequest, community: Community, form: PracticeForm, *, practice: Practice | None = None) -> HttpResponse:
    person = reading.person_of(request)
    context = place(person, community, tab="practices") | {"form": form, "practice": practice, "writer": kept.writer_mark(person)}
    return render(request, "communities/practice_form.html", context, status=422 if form.errors else 200)
