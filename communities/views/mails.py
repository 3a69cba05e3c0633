"""Mails: what a person chooses of them, their next digest, and stopping them without signing in."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communities.forms import MailForm, RestForm
from communities.mails import next_digest, send_now, send_sign_of_life
from communities.mails.sending import Handed
from communities.views import reading
from communities.views.previewing import shown
from rse.lib import l10n
from rse.lib.rates import wait
from rse.lib.refusal import Refused
from rse.people import quiet
from rse.people.actions.mailboxes import change_mailbox, change_rest, confirm_address, mailbox_of, rest_of, revoke_replies
from rse.people.models import Person, Rhythm
from rse.people.rhythm import next_slot
from rse.people.signed import read_stop

NOW_RATE = (3, 600)  # digests asked for at once, and in how many seconds


@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: HttpRequest) -> HttpResponse:
    """Show and change one's mails (`do` is mails) and quiet hours (`do` is rest)."""
    person, now = reading.person_of(request), timezone.now()
    mail_form, rest_form = MailForm.of(mailbox_of(person)), RestForm.of(rest_of(person))
    if request.method == "POST":
        form: MailForm | RestForm
        if request.POST.get("do") == "rest":
            form = rest_form = RestForm(request.POST)
        else:
            form = mail_form = MailForm(request.POST)
        if form.is_valid():
            try:
                if isinstance(form, RestForm):
                    change_rest(by=person, person=person, at=now, **form.choice())
                else:
                    change_mailbox(by=person, person=person, at=now, **form.cleaned_data)
            except Refused as refusal:
                form.add_error(refusal.field, str(refusal))
            else:
                messages.success(request, _("Saved."))
                return redirect("mail-settings")
    failed = bool(mail_form.errors or rest_form.errors)
    return render(request, "communities/mail_settings.html", _context(person, mail_form, rest_form), status=422 if failed else 200)


def _context(person: Person, mail_form: MailForm, rest_form: RestForm) -> dict[str, object]:
    now, mailbox = timezone.now(), mailbox_of(person)
    hours = quiet.quiet_of(person, rest_of(person))
    slot, allowed = next_slot(mailbox, hours, now), quiet.allowed_from(hours, now)
    return {
        "mail_form": mail_form,
        "rest_form": rest_form,
        "mailbox": mailbox,
        "next_at": l10n.appointment(slot.allowed, hours.zone) if slot else "",
        "is_quiet": allowed > now,
        "quiet_until": l10n.appointment(allowed, hours.zone),
        "zone": l10n.zone_name(hours.zone),
        "refused": person.refused_address if person.is_mail_refused else "",
    }


@require_safe
@never_cache
def next_one(request: HttpRequest) -> HttpResponse:
    """The digest as it would be now."""
    person = reading.person_of(request)
    message = next_digest(person, timezone.now())
    if message is None:
        return render(request, "communities/mail_nothing.html")
    return shown(message, as_text="text" in request.GET)


@require_POST
def now(request: HttpRequest) -> HttpResponse:
    """Send it at once: it was asked for, so quiet hours do not hold it."""
    person = reading.person_of(request)
    if person.is_mail_refused:
        messages.error(request, _("Your address refused our mails: say below that it works first."))
    elif wait("digest-now", person.pk, NOW_RATE):
        messages.error(request, _("It has just been sent several times: wait a few minutes."))
    else:
        handed = send_now(person, timezone.now())
        if handed is None:
            messages.info(request, _("Nothing has happened since the last one: there is nothing to send."))
        elif handed == Handed.SENT:
            messages.success(request, _("Sent to %(email)s.") % {"email": person.email})
        else:
            messages.error(request, _("The message could not be sent. Try again in a few minutes."))
    return redirect("mail-settings")


@require_POST
def confirm(request: HttpRequest) -> HttpResponse:
    """Their address works: a message goes there at once, and the others after it."""
    person = reading.person_of(request)
    if wait("address-confirmed", person.pk, NOW_RATE):
        messages.error(request, _("It has just been sent several times: wait a few minutes."))
        return redirect("mail-settings")
    confirm_address(by=person, person=person, at=timezone.now())
    if send_sign_of_life(person, timezone.now()) == Handed.SENT:
        messages.success(request, _("A message has gone to %(email)s: mails come there again.") % {"email": person.email})
    else:
        messages.error(request, _("The message could not be sent. Try again in a few minutes."))
    return redirect("mail-settings")


@require_POST
def revoke(request: HttpRequest) -> HttpResponse:
    """Take the addresses to reply to out of use."""
    person = reading.person_of(request)
    revoke_replies(by=person, person=person, at=timezone.now())
    messages.success(request, _("The addresses of the mails you got so far no longer take replies. Those of the next ones do."))
    return redirect("mail-settings")


@csrf_exempt
@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """Stops one kind of mails of whoever the token is signed for: asked with GET, shows a button; sent, does it (RFC 8058).

    A program that sends it needs neither cookie nor token of a form. With `undo`, the mails come again.
    """
    found = read_stop(token)
    if found is None:
        raise Http404
    person, what = found
    with translation.override(person.language):
        if request.method == "POST":
            _stop(person, what, undone="undo" in request.POST)
        mailbox = mailbox_of(person)
        stopped = not mailbox.instant if what == "instant" else mailbox.rhythm == Rhythm.NEVER
        return render(request, "communities/mail_stop.html", {"what": what, "stopped": stopped, "email": _veiled(person.email)})


def _stop(person: Person, what: str, *, undone: bool) -> None:
    if what == "instant":
        change_mailbox(by=person, person=person, instant=undone, at=timezone.now())
    else:
        rhythm = Rhythm.WEEKLY if undone else Rhythm.NEVER
        change_mailbox(by=person, person=person, rhythm=rhythm, at=timezone.now())


def _veiled(email: str) -> str:
    """c…@example.org: whoever holds a forwarded mail does not learn the address."""
    local, _at, domain = email.partition("@")
    return f"{local[:1]}…@{domain}"
