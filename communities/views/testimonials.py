"""Testimonials: one's own with their consents, and those offered or asked for under a story."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from communities import access, feeds
from communities.actions import testimonials as actions
from communities.forms import CommentForm, fresh_key
from communities.views import kept, reading
from communities.views.threads import thread_page
from rse.lib.refusal import Refused

if TYPE_CHECKING:
    from communities.models import Post, Testimonial
    from rse.people.models import Person


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """One's own testimonials: what one says, and where one lets it be shown."""
    return _page(request)


@kept.keeps_words
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, id: str) -> HttpResponse:
    """`do` is save (the words `quote`), give or withdraw (the consent to `use`), or drop. Asked with GET, leads to its form."""
    person = reading.person_of(request)
    if request.method != "POST":
        return redirect(f"{reverse('testimonial-list')}#t{access.get_testimonial_or_404(person, id).pk}")
    testimonial = access.get_testimonial_or_404(person, id)
    try:
        said = _done(request, person, testimonial)
    except Refused as refusal:
        return _page(request, refused=testimonial.pk, quote=request.POST.get("quote", ""), error=str(refusal))
    messages.success(request, said)
    return redirect("testimonial-list")


@kept.keeps_words
@require_http_methods(["GET", "HEAD", "POST"])
def offer(request: HttpRequest, id: str) -> HttpResponse:
    """Says `quote` of a story, and lets it be shown in these `uses`. Asked with GET, leads to the form."""
    person = reading.person_of(request)
    post = access.get_post_or_404(person, id)
    if request.method != "POST":
        return _form_of(post)
    quote, uses = request.POST.get("quote", ""), request.POST.getlist("uses")
    try:
        actions.offer_testimonial(by=person, post=post, quote=quote, uses=uses, at=timezone.now())
    except Refused as refusal:
        form = CommentForm(initial={"client_key": fresh_key()})
        said: dict[str, object] = {"quote": quote, "uses": uses, "quote_error": str(refusal)}
        return thread_page(request, post, form=form, status=422, testimony=said)
    messages.success(request, _("Your testimonial is kept. You change it, or your mind, under My testimonials."))
    return redirect("post-show", post.pk)


@kept.keeps_words
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, id: str) -> HttpResponse:
    """Asks the person called `person` for a quote. Asked with GET, leads to the form."""
    by = reading.person_of(request)
    post = access.get_post_or_404(by, id)
    if request.method != "POST":
        return _form_of(post)
    name = request.POST.get("person", "")
    try:
        asked = actions.ask_for_testimonial(by=by, post=post, person=name.strip(), at=timezone.now())
    except Refused as refusal:
        form = CommentForm(initial={"client_key": fresh_key()})
        return thread_page(request, post, form=form, status=422, testimony={"person": name, "person_error": str(refusal)})
    messages.success(request, _("%(name)s is asked for a testimonial.") % {"name": asked.person.name})
    return redirect("post-show", post.pk)


def said_before(request: HttpRequest, post: Post) -> dict[str, object]:
    """What was typed under this story when the session ended, to be sent again. Where it may be shown is asked anew."""
    return dict(
        kept.take(request, reverse("testimonial-offer", args=[post.pk])) or kept.take(request, reverse("testimonial-ask", args=[post.pk]))
    )


def _form_of(post: Post) -> HttpResponse:
    return redirect(f"{reverse('post-show', args=[post.pk])}#testimonials")


def _done(request: HttpRequest, person: Person, testimonial: Testimonial) -> str:
    use, now = request.POST.get("use", ""), timezone.now()
    match request.POST.get("do"):
        case "save":
            actions.write_testimonial(by=person, testimonial=testimonial, quote=request.POST.get("quote", ""), at=now)
            return _("Your words are kept. Say where they may be shown.")
        case "give":
            actions.give_consent(by=person, testimonial=testimonial, use=use, at=now)
            return _("Your consent is given.")
        case "withdraw":
            actions.withdraw_consent(by=person, testimonial=testimonial, use=use, at=now)
            return _("Your consent is withdrawn.")
        case "drop":
            actions.drop_testimonial(by=person, testimonial=testimonial, at=now)
            return _("The testimonial is gone.")
    raise BadRequest("save, give, withdraw or drop")


def _page(request: HttpRequest, **refused: object) -> HttpResponse:
    person = reading.person_of(request)
    rows = feeds.my_testimonials(person)
    context = {"rows": rows, "mine": feeds.my_communities(person), "writer": kept.writer_mark(person), **refused}
    for row in rows:
        if waiting := kept.take(request, reverse("testimonial-change", args=[row.id])):
            context |= {"waiting": row.id, "quote": waiting.get("quote", "")}
    return render(request, "communities/testimonial_list.html", context, status=422 if refused else 200)
