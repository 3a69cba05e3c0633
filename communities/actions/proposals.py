"""Changes of the charter that members propose: discussed in a post, consented to or objected to, published or declined."""

from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communities import access, events
from communities.actions._gone import words_go
from communities.actions.charters import checked_charter, put_charter
from communities.actions.memberships import lock_community
from communities.actions.posts import create_post
from communities.actions.words import check_length
from communities.events import NewEvent
from communities.models import CharterOpinion, CharterProposal, CharterVersion, Community, Post, ProposalState, ReportAbout
from communities.models.event import Verb
from rse.audit import log
from rse.lib.refusal import Refused
from rse.lib.text import clean, one_line
from rse.people.models import Person

MAX_WHY = 1_000
MAX_REASON = 500
_ACTS = {ProposalState.PUBLISHED: "charter.publish", ProposalState.DECLINED: "charter.decline"}  # in the audit log
OBJECTION = "objection"  # via of the event that says so


@transaction.atomic
def propose_change(
    *, by: Person, community: Community, text: str, why: str, at: datetime, accepts: int | None = None, source: str = "web"
) -> CharterProposal:
    """Propose another text for the charter, and open its discussion: a post of the community, in the proposer's name.

    Those who animate are told.

    Raises PermissionDenied to whoever may not write there, CharterAsked as long as the present charter is not accepted,
    Refused on an unfit text.
    """
    access.require(access.may_write(by, community))
    proposal = CharterProposal(community=community, by=by, at=at, base=community.charter_number)
    _put_words(proposal, community, text, why)
    proposal.save(force_insert=True)
    invitation = _("Read what would change, consent or object")
    address = reverse("charter-proposal", args=[community.slug, proposal.pk])
    proposal.post = create_post(
        by=by,
        community=community,
        title=_("A change of our charter is proposed"),
        body=f"{proposal.why}\n\n[{invitation}]({address})",
        accepts=accepts,
        at=at,
        source=source,
    )
    proposal.save(update_fields=["post"])
    events.record(_event_of(Verb.REQUEST, proposal, by=by, at=at, source=source))
    return proposal


@transaction.atomic
def rewrite_proposal(*, by: Person, proposal: CharterProposal, text: str, why: str, base: int, at: datetime) -> CharterProposal:
    """Change one's open proposal, upon the version `base` of the charter; what was said of the former text is cleared.

    Raises Refused when the charter is not at that version any more: the new one is to be read first.
    """
    community, proposal = _locked(proposal)
    access.require(access.may_change_proposal(by, proposal))
    if base != community.charter_number:
        raise Refused(gettext_lazy("Another version was published meanwhile: it is shown beside your text, which is kept."), field="base")
    before = proposal.text
    proposal.base = base
    _put_words(proposal, community, text, why)
    if proposal.text != before:
        proposal.revision += 1
        _drop_opinions(proposal, by=by, at=at)
    proposal.save(update_fields=["base", "text", "why", "revision"])
    return proposal


@transaction.atomic
def give_opinion(
    *, by: Person, proposal: CharterProposal, consents: bool, at: datetime, reason: str = "", source: str = "web"
) -> CharterOpinion:
    """Consent, with a remark or without, or object and say why; the latest word counts.

    Whoever proposed it is told of somebody who comes to object.
    """
    community, proposal = _locked(proposal)
    access.require(access.may_write(by, community))
    reason = _checked(reason, limit=MAX_REASON, field="reason")
    if not consents and not reason:
        raise Refused(gettext_lazy("An objection says why, so that the text can be improved."), field="reason")
    objected = CharterOpinion.objects.filter(proposal=proposal, person=by, consents=False).exists()
    opinion, _new = CharterOpinion.objects.update_or_create(
        proposal=proposal, person=by, defaults={"consents": consents, "reason": reason, "at": at}
    )
    if not consents and not objected:
        events.record(replace(_event_of(Verb.REQUEST, proposal, by=by, at=at, source=source), via=OBJECTION, target_id=proposal.by_id))
    if consents:  # whatever was objected is withdrawn
        words_go(ReportAbout.OPINION, [opinion.pk], by=by, at=at)
    return opinion


@transaction.atomic
def publish_proposal(
    *, by: Person, proposal: CharterProposal, revision: int, at: datetime, asks: bool = True, source: str = "web"
) -> CharterVersion:
    """Make the proposal, as it was at `revision`, the next version of the charter; its proposer is told.

    Raises Refused when it was written upon an older version, or rewritten since.
    """
    community, proposal = _locked(proposal)
    access.require(access.may_decide_proposal(by, proposal))
    if proposal.revision != revision:
        raise Refused(gettext_lazy("This proposal was rewritten since: read it again before you decide."))
    if proposal.base != community.charter_number:
        raise Refused(gettext_lazy("The charter has changed since this was proposed: its author must take it up again first."))
    version = put_charter(community, proposal.text, by=by, at=at, note=proposal.why[:200], asks=asks)
    if version is None:
        raise Refused(gettext_lazy("This text is already that of the charter."))
    proposal.version = version
    _decide(proposal, ProposalState.PUBLISHED, by=by, at=at, source=source)
    return version


@transaction.atomic
def decline_proposal(*, by: Person, proposal: CharterProposal, reason: str, at: datetime, source: str = "web") -> CharterProposal:
    """Decline, with a reason that everyone there reads; its proposer is told."""
    _community, proposal = _locked(proposal)
    access.require(access.may_decide_proposal(by, proposal))
    proposal.reason = _checked(reason, limit=MAX_REASON, field="reason")
    if not proposal.reason:
        raise Refused(gettext_lazy("A refusal needs a reason: the person will read it."), field="reason")
    _decide(proposal, ProposalState.DECLINED, by=by, at=at, source=source)
    return proposal


@transaction.atomic
def withdraw_proposal(*, by: Person, proposal: CharterProposal, at: datetime) -> CharterProposal:
    """Take one's proposal back."""
    _community, proposal = _locked(proposal)
    access.require(access.may_change_proposal(by, proposal))
    proposal.state, proposal.decided_at, proposal.decided_by = ProposalState.WITHDRAWN, at, by
    proposal.save(update_fields=["state", "decided_at", "decided_by"])
    _show(proposal)
    return proposal


def _show(proposal: CharterProposal) -> None:
    """Its post is drawn anew: the card says what was decided."""
    Post.objects.filter(pk=proposal.post_id or 0).update(version=F("version") + 1)


def take_proposal_away(proposal: CharterProposal, *, by: Person, at: datetime) -> None:
    """Take its text away with what was objected, by a decision on a report: what the charter became of it stays."""
    proposal = CharterProposal.objects.select_for_update(of=("self",)).get(pk=proposal.pk)
    if proposal.state == ProposalState.OPEN:
        proposal.state, proposal.decided_at, proposal.decided_by = ProposalState.DECLINED, at, by
    proposal.text, proposal.why = "", ""
    proposal.save(update_fields=["state", "decided_at", "decided_by", "text", "why"])
    words_go(ReportAbout.PROPOSAL, [proposal.pk], by=by, at=at)
    _drop_opinions(proposal, by=by, at=at)


def _drop_opinions(proposal: CharterProposal, *, by: Person, at: datetime) -> None:
    opinions = CharterOpinion.objects.filter(proposal=proposal)
    words_go(ReportAbout.OPINION, opinions.values_list("pk", flat=True), by=by, at=at)
    opinions.delete()


def _locked(proposal: CharterProposal) -> tuple[Community, CharterProposal]:
    """Both under lock, community first. Raises Refused when the proposal is not open any more."""
    community = lock_community(proposal.community)
    proposal = CharterProposal.objects.select_for_update(of=("self",)).get(pk=proposal.pk)
    proposal.community = community
    if proposal.state != ProposalState.OPEN:
        raise Refused(gettext_lazy("This proposal is closed: it was published, declined or withdrawn."))
    return community, proposal


def _put_words(proposal: CharterProposal, community: Community, text: str, why: str) -> None:
    proposal.text = checked_charter(text, field="text")
    proposal.why = _checked(why, limit=MAX_WHY, field="why")
    if not proposal.text:
        raise Refused(gettext_lazy("Write the text that you propose."), field="text")
    if proposal.text == community.charter:
        raise Refused(gettext_lazy("This text is already that of the charter."), field="text")
    if not proposal.why:
        raise Refused(gettext_lazy("Say why in a sentence: the others decide on it."), field="why")


def _checked(text: str, *, limit: int, field: str) -> str:
    text = one_line(clean(text))
    check_length(text, limit=limit, field=field)
    return text


def _event_of(verb: Verb, proposal: CharterProposal, *, by: Person, at: datetime, source: str) -> NewEvent:
    """It leads to the discussion."""
    return NewEvent(
        at=at, verb=verb, actor_id=by.pk, community_id=proposal.community_id, object_type="charter", object_id=proposal.pk,
        root_id=proposal.post_id, source=source,
    )  # fmt: skip


def _decide(proposal: CharterProposal, state: ProposalState, *, by: Person, at: datetime, source: str) -> None:
    proposal.state, proposal.decided_at, proposal.decided_by = state, at, by
    proposal.save(update_fields=["state", "decided_at", "decided_by", "reason", "version"])
    log.record(
        actor=by, act=_ACTS[state], target_type="proposal", target_id=proposal.pk,
        detail={"community": proposal.community_id, "author": proposal.by_id}, at=at,
    )  # fmt: skip
    events.record(
        NewEvent(
            at=at,
            verb=Verb.DECIDE,
            actor_id=by.pk,
            community_id=proposal.community_id,
            object_type="charter",
            object_id=proposal.pk,
            target_id=proposal.by_id,
            via=state.value,
            source=source,
        )
    )
    _show(proposal)
