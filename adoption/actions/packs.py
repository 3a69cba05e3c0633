"""What is done with evidence packs: asked for, made by a task, made anew, downloaded, deleted. The row is the truth, the task a hint."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from adoption import access
from adoption.models import EvidencePack, PackPaper, PackScope, PackState
from rse.audit import log
from rse.lib.refusal import Refused
from rse.people.models import Person

MAX_TITLE, MAX_INTRODUCTION, MAX_FIGURES, MAX_PROOFS = 120, 1_500, 30, 12
LONGEST = 104  # weeks
TRIES = 3
LOST_AFTER = timedelta(minutes=5)
STEPS = 4  # frozen, PDF, PowerPoint, sheet


_listeners: list[Callable[[int], None]] = []


def listen(listener: Callable[[int], None]) -> None:
    """Have `listener` told of each pack that waits to be made, by its id, once that is written."""
    if listener not in _listeners:
        _listeners.append(listener)


def _tell(pack: EvidencePack) -> None:
    for listener in _listeners:
        transaction.on_commit(partial(listener, pack.pk))


@transaction.atomic
def ask_pack(
    *, by: Person | None, title: str, introduction: str, language: str, scope: str, scope_id: int, first_week: int, last_week: int,
    figures: Sequence[str], stories: Sequence[int], testimonials: Sequence[int], at: datetime,
) -> EvidencePack:  # fmt: skip
    """Write down what is asked; the task makes it. `by` is None for the command line alone."""
    if by is not None:
        access.require_network(by)
    title, introduction = " ".join(title.replace("\x00", "").split()), introduction.replace("\x00", "").strip()
    if not title or len(title) > MAX_TITLE:
        raise Refused(_("A title of %(limit)s characters at most.") % {"limit": MAX_TITLE}, field="title")
    if len(introduction) > MAX_INTRODUCTION:
        raise Refused(_("%(limit)s characters at most.") % {"limit": MAX_INTRODUCTION}, field="introduction")
    if not figures or len(figures) > MAX_FIGURES:
        raise Refused(_("Choose at least one figure."), field="figures")
    if len(stories) > MAX_PROOFS or len(testimonials) > MAX_PROOFS:
        raise Refused(_("%(limit)s stories and %(limit)s quotes at most.") % {"limit": MAX_PROOFS}, field="stories")
    if not access.may_read_scope(scope, scope_id):
        raise Refused(_("This community is in no figure."), field="scope")
    if not last_week - LONGEST < first_week <= last_week:
        raise Refused(_("Choose another period."), field="weeks")
    pack = EvidencePack.objects.create(
        title=title, introduction=introduction, language=language, scope=scope, scope_id=scope_id, first_week=first_week,
        last_week=last_week, figures=list(dict.fromkeys(figures)), stories=list(dict.fromkeys(stories)),
        testimonials=list(dict.fromkeys(testimonials)), made_by_id=by.pk if by else None, asked_at=at,
    )  # fmt: skip
    _record("ask", pack, by=by, at=at)
    _tell(pack)
    return pack


@transaction.atomic
def remake_pack(*, by: Person, pack: EvidencePack, at: datetime) -> None:
    """Make it again: what failed, or a pack out of which somebody took their words; those are left out for good."""
    access.require_network(by)
    row = EvidencePack.objects.select_for_update().get(pk=pack.pk)
    if row.state not in (PackState.READY, PackState.FAILED):
        raise Refused(_("This pack is being made."))
    stories = {one.post_id for one in access.stories_for_board(by, row.stories)}
    quotes = {one.testimonial_id for one in access.quotes_for_board(by, row.testimonials)}
    row.stories = [id_ for id_ in row.stories if id_ in stories]
    row.testimonials = [id_ for id_ in row.testimonials if id_ in quotes]
    row.state, row.done, row.tries, row.error, row.frozen, row.ready_at, row.claimed_at = PackState.ASKED, 0, 0, "", None, None, None
    row.asked_at, row.made_by_id = at, by.pk
    row.save()
    PackPaper.objects.filter(pack=row).delete()
    _record("remake", row, by=by, at=at)
    _tell(row)


@transaction.atomic
def delete_pack(*, by: Person, pack: EvidencePack, at: datetime) -> None:
    """Its papers go with it; that it was, and who deleted it, stays in the log."""
    access.require_network(by)
    _record("delete", pack, by=by, at=at)
    EvidencePack.objects.filter(pk=pack.pk).delete()


@transaction.atomic
def download(*, by: Person, pack: EvidencePack, kind: str, at: datetime) -> dict[str, bytes]:
    """The papers as they were made, by kind, one or all. Refused where somebody took their words back since."""
    access.require_network(by)
    if pack.state != PackState.READY:
        raise Refused(_("This pack is not ready."))
    if access.withdrawn([pack], by):
        raise Refused(_("Somebody has taken their words back since: make this pack anew, without them."))
    found = PackPaper.objects.filter(pack=pack) if kind == "all" else PackPaper.objects.filter(pack=pack, kind=kind)
    papers = {paper.kind: bytes(paper.content) for paper in found}
    if not papers:
        raise Refused(_("This pack is not ready."))
    _record("download", pack, by=by, at=at, kind=kind)
    return papers


# The making ----------------------------------------------------------------------------------------


def to_make(at: datetime) -> list[int]:
    """The packs whose message was lost, or whose worker died."""
    return list(_due(at).order_by("id").values_list("pk", flat=True))


def claim(*, pack_id: int, at: datetime) -> EvidencePack | None:
    """The pack, for whoever is to make it now; None where another does, it is made, or it is gone."""
    claimed = _due(at).filter(pk=pack_id)
    if not claimed.update(state=PackState.MAKING, claimed_at=at, tries=F("tries") + 1, done=0):
        return None
    return EvidencePack.objects.get(pk=pack_id)


def step(pack: EvidencePack, done: int, at: datetime) -> None:
    """So many steps are done."""
    EvidencePack.objects.filter(pk=pack.pk, state=PackState.MAKING).update(done=done, claimed_at=at)


@transaction.atomic
def finish(pack: EvidencePack, *, frozen: Any, papers: Mapping[str, bytes], at: datetime) -> bool:
    """Keep what was made; False where the pack was deleted meanwhile."""
    kept = EvidencePack.objects.filter(pk=pack.pk, state=PackState.MAKING)
    if not kept.update(state=PackState.READY, frozen=frozen, ready_at=at, done=STEPS, error=""):
        return False
    PackPaper.objects.filter(pack=pack).delete()
    PackPaper.objects.bulk_create(
        PackPaper(pack_id=pack.pk, kind=kind, content=content, size=len(content)) for kind, content in papers.items()
    )
    return True


def fail(pack: EvidencePack, error: str, *, again: bool, at: datetime) -> None:
    """Say why; it is tried again later unless it cannot help."""
    tried = pack.tries >= TRIES or not again
    state = PackState.FAILED if tried else PackState.ASKED
    EvidencePack.objects.filter(pk=pack.pk, state=PackState.MAKING).update(state=state, error=error[:200], claimed_at=at)


def _due(at: datetime) -> QuerySet[EvidencePack]:
    lost = Q(state=PackState.MAKING, claimed_at__lte=at - LOST_AFTER)
    return EvidencePack.objects.filter(Q(state=PackState.ASKED) | lost, tries__lte=TRIES)


def _record(act: str, pack: EvidencePack, *, by: Person | None, at: datetime, kind: str = "") -> None:
    """The register of consultations lists it, for the elected members."""
    scoped = {} if pack.scope == PackScope.NETWORK else {"scope": pack.scope, "scope_id": pack.scope_id}
    detail = {"page": f"pack {act}", "pack": pack.pk} | scoped | ({"kind": kind} if kind else {})
    community = pack.scope == PackScope.COMMUNITY
    log.record(
        actor=by, act="adoption.consult", target_type="community" if community else "pack",
        target_id=pack.scope_id if community else pack.pk, detail=detail, at=at,
    )  # fmt: skip
