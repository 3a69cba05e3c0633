"""Inviting somebody to a thread, and the page on which they arrive."""

from datetime import datetime, time, timedelta

from allauth.account.internal.flows.login import perform_login
from allauth.account.models import Login
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from communities import access, feeds
from communities.actions import thread_invitations as actions
from communities.views import reading
from rse.lib.refusal import Refused
from rse.people.actions.guests import LONGEST, USUAL
from rse.people.models import Person

READ = ["GET", "HEAD", "POST"]


@require_http_methods(READ)
def invite(request: HttpRequest, id: str) -> HttpResponse:
    """Looks for a colleague by name, or asks for an address; then invites, with a word."""
    person = reading.person_of(request)
    post = access.get_post_or_404(person, id)
    access.require(access.may_invite_to_thread(person, post))
    word, email, refused = request.POST.get("word", "")[:1000], request.POST.get("email", "").strip()[:254], None
    query = request.POST["q"][:100] if request.POST.get("q") else reading.words(request)
    if request.method == "POST":
        try:
            if request.POST.get("person"):
                invited = access.get_person_or_404(person, request.POST["person"])
                actions.invite_colleague(by=person, post=post, person=invited, word=word, at=timezone.now())
                messages.success(request, _("%(name)s is invited to this thread.") % {"name": invited.name})
            else:
                until = end_of_day(request.POST.get("until", ""))
                actions.invite_address(by=person, post=post, email=email, word=word, until=until, at=timezone.now())
                messages.success(request, _("An invitation leaves for %(email)s.") % {"email": email})
            return redirect("thread-invite", post.pk)
        except Refused as refusal:
            refused = refusal
    found = [each for each in feeds.people_named(person, query, community=post.community, size=9) if each.pk != person.pk] if query else []
    today = timezone.localdate()
    context = {
        "post": post, "query": query, "found": found, "word": word, "email": email, "refused": refused, "domains": settings.INVITED_DOMAINS,
        "brings_guests": access.may_invite_guests(person, post.community), "until": request.POST.get("until") or today + USUAL,
        "earliest": today + timedelta(days=1), "latest": today + LONGEST - timedelta(days=1),
    }  # fmt: skip
    return render(request, "communities/thread_invite.html", context, status=422 if refused else 200)


@require_http_methods(READ)
def answer(request: HttpRequest, id: str) -> HttpResponse:
    """Who invites one to a thread, with their word: on to the thread, or no thank you."""
    invitation = access.get_thread_invitation_or_404(reading.person_of(request), id)
    if request.method == "POST":
        actions.decline(invitation=invitation, at=timezone.now())
        messages.success(request, _("No thank you, then: this person does not invite you again. Nobody is told."))
        return redirect("home")
    return render(request, "communities/thread_invited.html", {"invitation": invitation, "post": invitation.post})


@never_cache
@login_not_required
@require_http_methods(READ)
def arrive(request: HttpRequest, token: str) -> HttpResponse:
    """Opens the account of whoever was invited by mail, once, and leads to the thread; of which nothing is told before."""
    invitation = actions.find_invitation(token)
    if invitation is None:
        return render(request, "communities/invitation_over.html", status=404)
    thread = reverse("post-show", args=[invitation.post_id])
    if not actions.needs_password(invitation):
        return redirect(thread) if request.user.is_authenticated else redirect_to_login(thread)
    words = {name: request.POST.get(name, "")[:200] for name in ("first_name", "last_name")}
    context = {"invitation": invitation, "names": invitation.person is None, "refused": None} | words
    if request.method == "POST" and "decline" in request.POST:
        actions.decline(invitation=invitation, at=timezone.now())
        return render(request, "communities/invitation_over.html", {"declined": True})
    if request.method == "POST":
        try:
            person = actions.accept(invitation=invitation, password=request.POST.get("password", "")[:200], at=timezone.now(), **words)
        except Refused as refusal:
            return render(request, "communities/invitation.html", context | {"refused": refusal}, status=422)
        answer: HttpResponse = perform_login(request, Login(user=person, redirect_url=_landing(person, invitation.post_id)))
        return answer
    return render(request, "communities/invitation.html", context)


def end_of_day(day: str) -> datetime | None:
    """The last instant of a day of the organisation, as a form writes it; None for what is no day."""
    try:
        found = parse_date(day)
    except ValueError:
        return None
    return timezone.make_aware(datetime.combine(found, time(23, 59, 59)), timezone.get_default_timezone()) if found else None


def _landing(person: Person, post_id: int) -> str:
    """The thread, for whoever reads it by now; else home, where the invitation to its community waits."""
    return reverse("post-show", args=[post_id]) if access.posts(person).filter(pk=post_id).exists() else reverse("home")
