"""Who answers for which topic in a community: the list, naming one, letting one go."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from communities import access, feeds
from communities.actions import referents as actions
from communities.forms import ReferentForm
from communities.views import reading
from communities.views.places import place
from rse.lib.refusal import Refused

if TYPE_CHECKING:
    from communities.models import Community


@require_http_methods(["GET", "HEAD", "POST"])
@reading.of_community
def index(request: HttpRequest, community: Community) -> HttpResponse:
    """For whoever reads the community; names one for those who animate. `topic` fills the form in."""
    person = reading.person_of(request)
    access.get_readable_community_or_404(person, community.slug)
    names = access.may_name_referents(person, community)
    if request.method == "POST":
        access.require(names)
    form = None
    if names:
        initial = {"topic": reading.words(request, "topic", length=60)}
        form = ReferentForm(request.POST or None, initial=initial, members=feeds.members_to_name(community))
    if request.method == "POST" and form is not None and form.is_valid():
        try:
            actions.name_topic_referent(
                by=person, community=community, topic=form.cleaned_data["topic"], person=form.chosen, at=timezone.now()
            )
            messages.success(request, _("%(name)s is told, and can decline.") % {"name": form.chosen.name})
            return redirect("referent-list", community.slug)
        except Refused as refusal:
            form.refuse(refusal)
    context = {"rows": feeds.topic_referents(person, community), "form": form}
    status = 422 if form is not None and form.errors else 200
    return render(request, "communities/referent_list.html", place(person, community, tab="practices") | context, status=status)


@require_POST
def release(request: HttpRequest, slug: str, id: str) -> HttpResponse:
    """Lets one go; one's own, that is to decline."""
    person = reading.person_of(request)
    referent = access.get_topic_referent_or_404(person, slug, id)
    actions.release_topic_referent(by=person, referent=referent)
    is_own = referent.person_id == person.pk
    messages.success(request, _("You no longer answer for this topic.") if is_own else _("Somebody else can answer for this topic now."))
    return redirect("referent-list", slug)
