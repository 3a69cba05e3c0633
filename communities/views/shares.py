"""Sharing a post: the form, which becomes a post of its own in another community."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from communities import access, feeds
from communities.actions import posts
from communities.actions.shares import original_of
from communities.forms import ShareForm, fresh_key
from communities.views import kept, reading
from rse.lib.refusal import Refused


@kept.keeps_words
@require_http_methods(["GET", "HEAD", "POST"])
def share(request: HttpRequest, id: str) -> HttpResponse:
    """Asks where and with which words. A share is shared as what it shares."""
    person = reading.person_of(request)
    post = access.get_post_or_404(person, id)
    original = original_of(post)
    access.require(access.may_share(person, original))
    destinations = [place for place in feeds.destinations(person) if place.pk != original.community_id]
    initial = {"client_key": fresh_key()} | (kept.take(request, request.path) if request.method != "POST" else {})
    form = ShareForm(request.POST if request.method == "POST" else None, initial=initial, destinations=destinations, auto_id="share_%s")
    if request.method == "POST" and form.is_valid():
        words = form.cleaned_data
        community = access.get_readable_community_or_404(person, words["community"])
        try:
            made = posts.create_post(
                by=person, community=community, kind="share", body=words["body"], details={"original": original},
                client_key=words["client_key"], at=timezone.now(),
            )  # fmt: skip
            messages.success(request, _("Shared in %(community)s.") % {"community": community.name})
            return redirect("post-show", made.pk)
        except Refused as refusal:
            form.refuse(refusal)
    context = {"form": form, "post": post, "original": original, "writer": kept.writer_mark(person)}
    return render(request, "communities/post_share.html", context, status=422 if request.method == "POST" else 200)
