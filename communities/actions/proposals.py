"""Changes that members propose of the charter and of practices: discussed in a post, consented to or objected to, decided."""

from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communities import access, events
from communities.actions._decided import decide, show
from communities.actions._gone import words_go
from communities.actions._proposed import overtaken, put_in_force, put_words, title_of
from communities.actions.memberships import lock_community
from communities.actions.posts import create_post
from communities.actions.words import check_length
from communities.events import NewEvent
from communities.models import Community, Opinion, Practice, Proposal, ProposalAbout, ProposalState, ReportAbout
from communities.models.event import Verb
from rse.lib.refusal import Refused
from rse.lib.text import clean, one_line
from rse.people.models import Person

MAX_WHY = 1_000
MAX_REASON = 500
OBJECTION = "objection"  # via of the event that says so


@transaction.atomic
def propose_change(
    *,
    by: Person,
    community: Community,
    text: str,
    why: str,
    at: datetime,
    base: int | None = None,
    accepts: int | None = None,
    source: str = "web",
) -> Proposal:
    """Propose another text for the charter, and open its discussion: a post of the community, in the proposer's name.

    `base` is the version that they have read. Those who animate are told.

    Raises PermissionDenied to whoever may not write there, CharterAsked as long as the present charter is not accepted,
    Refused on an unfit text, or when the charter is not at that version any more.
    """
    proposal = Proposal(community=community, about=ProposalAbout.CHARTER, by=by, at=at)
    return _open(proposal, text=text, why=why, base=base, accepts=accepts, source=source)


@transaction.atomic
def propose_practice(
    *,
    by: Person,
    community: Community,
    title: str,
    text: str,
    why: str,
    at: datetime,
    practice: Practice | None = None,
    base: int | None = None,
    accepts: int | None = None,
    source: str = "web",
) -> Proposal:
    """The same of other words for a practice in force, or of a new one; whoever answers for it is told too."""
    if practice is not None:
        practice = Practice.objects.select_for_update(of=("self",)).get(pk=practice.pk)
        if practice.retired_at is not None:
            raise Refused(gettext_lazy("This practice was retired."))
    proposal = Proposal(community=community, about=ProposalAbout.PRACTICE, practice=practice, by=by, at=at)
    return _open(proposal, title=title, text=text, why=why, base=base, accepts=accepts, source=source)


def _open(proposal: Proposal, *, text: str, why: str, base: int | None, accepts: int | None, source: str, title: str = "") -> Proposal:
    by, community = proposal.by, proposal.community
    assert by is not None
    access.require(access.may_write(by, community))
    proposal.base = proposal.present if base is None else base
    _require_present(proposal)
    _put_words(proposal, title, text, why)
    proposal.save(force_insert=True)
    invitation = _("Read what would change, consent or object")
    address = reverse("proposal-show", args=[community.slug, proposal.pk])
    proposal.post = create_post(
        by=by,
        community=community,
        title=title_of(proposal),
        body=f"{proposal.why}\n\n[{invitation}]({address})",
        accepts=accepts,
        at=proposal.at,
        source=source,
    )
    proposal.save(update_fields=["post"])
    answering = proposal.practice.referent_id if proposal.practice else None
    events.record(replace(_event_of(proposal, by=by, at=proposal.at, source=source), target_id=answering))
    return proposal


@transaction.atomic
def rewrite_proposal(*, by: Person, proposal: Proposal, text: str, why: str, base: int, at: datetime, title: str = "") -> Proposal:
    """Change one's open proposal, upon the version `base` of what it changes; what was said of the former words is cleared.

    Raises Refused when that is not at that version any more: the new one is to be read first.
    """
    proposal = _locked(proposal)
    access.require(access.may_change_proposal(by, proposal))
    before = proposal.title, proposal.text
    proposal.base = base
    _require_present(proposal)
    _put_words(proposal, title, text, why)
    if (proposal.title, proposal.text) != before:
        proposal.revision += 1
        _drop_opinions(proposal, by=by, at=at)
    proposal.save(update_fields=["base", "title", "text", "why", "revision"])
    return proposal


@transaction.atomic
def give_opinion(*, by: Person, proposal: Proposal, consents: bool, at: datetime, reason: str = "", source: str = "web") -> Opinion:
    """Consent, with a remark or without, or object and say why; the latest word counts.

    Whoever proposed it is told of somebody who comes to object.
    """
    proposal = _locked(proposal)
    access.require(access.may_write(by, proposal.community))
    reason = _checked(reason, limit=MAX_REASON, field="reason")
    if not consents and not reason:
        raise Refused(gettext_lazy("An objection says why, so that the text can be improved."), field="reason")
    objected = Opinion.objects.filter(proposal=proposal, person=by, consents=False).exists()
    opinion, _new = Opinion.objects.update_or_create(
        proposal=proposal, person=by, defaults={"consents": consents, "reason": reason, "at": at}
    )
    if not consents and not objected:
        events.record(replace(_event_of(proposal, by=by, at=at, source=source), via=OBJECTION, target_id=proposal.by_id))
    if consents:  # whatever was objected is withdrawn
        words_go(ReportAbout.OPINION, [opinion.pk], by=by, at=at)
    return opinion


@transaction.atomic
def publish_proposal(*, by: Person, proposal: Proposal, revision: int, at: datetime, asks: bool = True, source: str = "web") -> Proposal:
    """Make the proposal, as it was at `revision`, the next version of what it changes, or a practice; its proposer is told.

    With `asks`, a new charter is accepted by members before they next write; whoever answers for a changed practice is told too.

    Raises Refused when it was written upon an older version, or rewritten since.
    """
    proposal = _locked(proposal)
    access.require(access.may_decide_proposal(by, proposal))
    if proposal.revision != revision:
        raise Refused(gettext_lazy("This proposal was rewritten since: read it again before you decide."))
    if proposal.is_stale:
        raise Refused(overtaken(proposal))
    put_in_force(proposal, by=by, at=at, asks=asks, source=source)
    decide(proposal, ProposalState.PUBLISHED, by=by, at=at, source=source)
    return proposal


@transaction.atomic
def decline_proposal(*, by: Person, proposal: Proposal, reason: str, at: datetime, source: str = "web") -> Proposal:
    """Decline, with a reason that everyone there reads; its proposer is told."""
    proposal = _locked(proposal)
    access.require(access.may_decide_proposal(by, proposal))
    proposal.reason = _checked(reason, limit=MAX_REASON, field="reason")
    if not proposal.reason:
        raise Refused(gettext_lazy("A refusal needs a reason: the person will read it."), field="reason")
    decide(proposal, ProposalState.DECLINED, by=by, at=at, source=source)
    return proposal


@transaction.atomic
def withdraw_proposal(*, by: Person, proposal: Proposal, at: datetime) -> Proposal:
    """Take one's proposal back."""
    proposal = _locked(proposal)
    access.require(access.may_change_proposal(by, proposal))
    proposal.state, proposal.decided_at, proposal.decided_by = ProposalState.WITHDRAWN, at, by
    proposal.save(update_fields=["state", "decided_at", "decided_by"])
    show(proposal)
    return proposal


def take_proposal_away(proposal: Proposal, *, by: Person, at: datetime) -> None:
    """Take its words away with what was objected, by a decision on a report: what they became stays."""
    proposal = Proposal.objects.select_for_update(of=("self",)).get(pk=proposal.pk)
    if proposal.state == ProposalState.OPEN:
        proposal.state, proposal.decided_at, proposal.decided_by = ProposalState.DECLINED, at, by
    proposal.title, proposal.text, proposal.why = "", "", ""
    proposal.save(update_fields=["state", "decided_at", "decided_by", "title", "text", "why"])
    words_go(ReportAbout.PROPOSAL, [proposal.pk], by=by, at=at)
    _drop_opinions(proposal, by=by, at=at)


def _drop_opinions(proposal: Proposal, *, by: Person, at: datetime) -> None:
    opinions = Opinion.objects.filter(proposal=proposal)
    words_go(ReportAbout.OPINION, opinions.values_list("pk", flat=True), by=by, at=at)
    opinions.delete()


def _locked(proposal: Proposal) -> Proposal:
    """Under lock with its community, which comes first, and the practice. Raises Refused when it is not open any more."""
    community = lock_community(proposal.community)
    proposal = Proposal.objects.select_for_update(of=("self",)).get(pk=proposal.pk)
    proposal.community = community
    if proposal.practice_id is not None:
        proposal.practice = Practice.objects.select_for_update(of=("self",)).get(pk=proposal.practice_id)
    if not proposal.is_open:
        raise Refused(gettext_lazy("This proposal is closed: it was published, declined or withdrawn."))
    return proposal


def _require_present(proposal: Proposal) -> None:
    if proposal.base != proposal.present:
        raise Refused(gettext_lazy("Another version was published meanwhile: it is shown beside your text, which is kept."), field="base")


def _put_words(proposal: Proposal, title: str, text: str, why: str) -> None:
    proposal.why = _checked(why, limit=MAX_WHY, field="why")
    put_words(proposal, title=title, text=text)
    if not proposal.why:
        raise Refused(gettext_lazy("Say why in a sentence: the others decide on it."), field="why")


def _checked(text: str, *, limit: int, field: str) -> str:
    text = one_line(clean(text))
    check_length(text, limit=limit, field=field)
    return text


def _event_of(proposal: Proposal, *, by: Person, at: datetime, source: str) -> NewEvent:
    """It leads to the discussion."""
    return NewEvent(
        at=at, verb=Verb.REQUEST, actor_id=by.pk, community_id=proposal.community_id, object_type=proposal.about,
        object_id=proposal.pk, root_id=proposal.post_id, source=source,
    )  # fmt: skip
