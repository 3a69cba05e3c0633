"""Invitations to one concrete thread: of a colleague, of somebody who has no account yet, of a guest.

Nothing of the thread is told to whoever does not read it yet: where its community is closed, the invitation is to the community,
by the rules of the community, and the thread is there once they have come in.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communities import access, events
from communities.actions import memberships
from communities.events import NewEvent
from communities.models import CommunityInvitation, Post, ThreadInvitation
from communities.models.event import Verb
from rse.lib.refusal import Refused
from rse.lib.text import clean
from rse.people import mail
from rse.people.actions.accounts import change_password
from rse.people.actions.guests import check_guest_end, open_guest_account
from rse.people.actions.people import check_email, check_password_strength, create_person
from rse.people.models import Person

VIA = "thread"
LASTS = timedelta(days=14)
A_DAY = 20  # invitations that one person sends in 24 hours
LONGEST_WORD = 300
SALT = "communities.thread_invitation"
BATCH = 20


@transaction.atomic
def invite_colleague(*, by: Person, post: Post, person: Person, at: datetime, word: str = "", source: str = "web") -> ThreadInvitation:
    """Point the thread out to somebody whom one sees; to whom does not read it, the community is offered instead.

    Raises Refused on whom one may not invite, whoever declined before, twice the same, too many in a day.
    """
    access.require(access.may_invite_to_thread(by, post))
    if not person.is_active or person.pk == by.pk or not access.may_see(by, person):
        raise Refused(_("This person cannot be invited."), field="person")
    reads = access.may_read(person, post)
    access.require(reads or access.may_invite(by, post.community))
    invitation = _keep(by, post, at=at, word=word, person=person)
    if reads:
        _tell(invitation, at=at, source=source)
    else:
        memberships.invite(by=by, community=post.community, person=person, at=at, source=source)
    if person.last_login is None:
        ThreadInvitation.objects.filter(pk=invitation.pk).update(email=person.email)  # they never came: a mail besides
    return invitation


@transaction.atomic
def invite_address(
    *, by: Person, post: Post, email: str, at: datetime, word: str = "", until: datetime | None = None, source: str = "web"
) -> ThreadInvitation:
    """Invite by mail: a colleague without an account, whose address is of the organisation, or, with `until`, a guest until then.

    An address that has an account is invited as `invite_colleague` does. Raises Refused as it does, and on any other address.
    """
    access.require(access.may_invite_to_thread(by, post))
    unfit = _("This address cannot be invited here.")
    known = Person.objects.filter(email=email.strip().lower()).first()
    if known is not None:
        if not access.may_see(by, known):
            raise Refused(unfit, field="email")
        return invite_colleague(by=by, post=post, person=known, at=at, word=word, source=source)
    email = check_email(email, except_for=None)
    if email.rpartition("@")[2] in settings.INVITED_DOMAINS:
        if not access.may_read_as_employee(post):
            access.require(access.may_invite(by, post.community))
        return _keep(by, post, at=at, word=word, email=email)
    if not access.may_invite_guests(by, post.community):
        raise Refused(unfit, field="email")
    return _keep(by, post, at=at, word=word, email=email, guest_until=check_guest_end(until, at=at))


def find_invitation(token: str) -> ThreadInvitation | None:
    """The invitation of a link, as long as it works: for 14 days, once, and from whoever may still invite there."""
    try:
        pk = signing.loads(token, salt=SALT, max_age=LASTS)
    except signing.BadSignature:
        return None
    found = (
        ThreadInvitation.objects.filter(pk=pk, declined_at=None).exclude(email="").select_related("post__community", "invited_by", "person")
    )
    invitation = found.first()
    if (
        invitation is None
        or invitation.post.deleted_at is not None
        or not access.may_invite_to_thread(invitation.invited_by, invitation.post)
    ):
        return None
    return invitation


def needs_password(invitation: ThreadInvitation) -> bool:
    """Whether its link opens an account, which it does once: whoever has signed in before signs in as usual."""
    return invitation.accepted_at is None and (
        invitation.person is None or (invitation.person.is_active and invitation.person.last_login is None)
    )


@transaction.atomic
def accept(*, invitation: ThreadInvitation, password: str, at: datetime, first_name: str = "", last_name: str = "") -> Person:
    """Choose a password, which opens the account if there is none, and come in. Raises Refused on a weak one, or a link used before."""
    invitation = (
        ThreadInvitation.objects.select_for_update(of=("self",)).select_related("post__community", "invited_by").get(pk=invitation.pk)
    )
    if not needs_password(invitation):
        raise Refused(_("This link has been used already: sign in."))
    inviter, post, person = invitation.invited_by, invitation.post, invitation.person
    check_password_strength(password, person)
    if person is not None:
        change_password(by=person, person=person, password=password, at=at)
    elif invitation.guest_until is not None:
        if not access.may_invite_guests(inviter, post.community):
            raise Refused(_("This invitation is no longer valid: ask whoever invited you for another one."))
        person = open_guest_account(
            by=inviter, email=invitation.email, first_name=first_name, last_name=last_name, password=password,
            until=invitation.guest_until, at=at,
        )  # fmt: skip
        _bring_in(inviter, person, post, at=at)
    else:
        person = create_person(by=None, email=invitation.email, first_name=first_name, last_name=last_name, password=password, at=at)
        if not access.may_read(person, post) and access.may_invite(inviter, post.community):
            memberships.invite(by=inviter, community=post.community, person=person, at=at)
    invitation.person, invitation.accepted_at = person, at
    invitation.save(update_fields=["person", "accepted_at"])
    return person


@transaction.atomic
def decline(*, invitation: ThreadInvitation, at: datetime) -> None:
    """Say no: the same person does not invite one again."""
    ThreadInvitation.objects.filter(pk=invitation.pk, declined_at=None).update(declined_at=at)


def send_due(at: datetime) -> int:
    """Send the mails that have still to leave, each once: a mail server that does not answer is asked again. Returns how many."""
    sent = 0
    due = ThreadInvitation.objects.filter(sent_at=None, accepted_at=None, declined_at=None, created_at__gt=at - LASTS).exclude(email="")
    for pk in list(due.order_by("pk").values_list("pk", flat=True)[:BATCH]):
        with transaction.atomic():
            held = due.select_for_update(of=("self",), skip_locked=True).select_related("invited_by", "person", "post")
            invitation = held.filter(pk=pk).first()
            if invitation is None:
                continue
            try:
                _mail(invitation)
            except mail.FAILURES:
                mail.logger.exception("invitation not sent")
                return sent
            ThreadInvitation.objects.filter(pk=pk).update(sent_at=at)
            sent += 1
    return sent


def forget_invitations(*, before: datetime) -> int:
    """Delete what was sent before that instant, addresses and declines included. Returns how many."""
    return ThreadInvitation.objects.filter(created_at__lt=before).delete()[0]


def link_of(invitation: ThreadInvitation) -> str:
    """The address that the mail gives."""
    return f"{settings.SITE_URL}/invitation/{signing.dumps(invitation.pk, salt=SALT)}/"


def _mail(invitation: ThreadInvitation) -> None:
    inviter = invitation.invited_by
    context = {
        "inviter": inviter.name, "word": invitation.word, "link": link_of(invitation), "organisation": settings.ORG_NAME,
        "until": timezone.localtime(invitation.guest_until).date() if invitation.guest_until else None, "days": LASTS.days,
    }  # fmt: skip
    language = invitation.person.language if invitation.person else inviter.language
    mail.compose("communities/mail/thread_invitation", to=invitation.email, language=language, context=context).send()


def _keep(
    by: Person, post: Post, *, at: datetime, word: str, person: Person | None = None, email: str = "", guest_until: datetime | None = None
) -> ThreadInvitation:
    word = clean(word).strip()
    if len(word) > LONGEST_WORD:
        raise Refused(_("%(limit)s characters at most.") % {"limit": LONGEST_WORD}, field="word")
    Person.objects.select_for_update().get(pk=by.pk)  # what one sends in a day is counted in turn
    to = Q(person=person) if person is not None else Q(email=email)
    sent = ThreadInvitation.objects.filter(invited_by=by)
    if sent.filter(to, declined_at__isnull=False).exists() or _has_declined(by, post, person):
        raise Refused(_("Your invitation was declined before: it is not sent again."), field="person")
    if sent.filter(to, post=post).exists():
        raise Refused(_("You have invited this person to this thread already."), field="person")
    if sent.filter(created_at__gt=at - timedelta(days=1)).count() >= A_DAY:
        raise Refused(_("That is %(count)s invitations in a day: wait until tomorrow.") % {"count": A_DAY})
    return ThreadInvitation.objects.create(
        post=post, invited_by=by, person=person, email=email, word=word, guest_until=guest_until, created_at=at
    )


def _has_declined(by: Person, post: Post, person: Person | None) -> bool:
    """Whether they said no to the same person's invitation to the community."""
    answered = CommunityInvitation.objects.filter(community=post.community_id, invited_by=by, accepted=False)
    return person is not None and answered.filter(person=person).exists()


def _bring_in(inviter: Person, guest: Person, post: Post, *, at: datetime) -> None:
    """The guest belongs to that community at once, on the word of whoever animates it."""
    CommunityInvitation.objects.create(community=post.community, person=guest, invited_by=inviter, created_at=at)
    memberships.join_community(by=guest, community=post.community, at=at)


def _tell(invitation: ThreadInvitation, *, at: datetime, source: str) -> None:
    post = invitation.post
    events.record(
        NewEvent(
            at=at, verb=Verb.INVITE, actor_id=invitation.invited_by_id, community_id=post.community_id, object_type="thread",
            object_id=invitation.pk, root_id=post.pk, target_id=invitation.person_id, via=VIA, source=source,
        )
    )  # fmt: skip
