"""One pack made, from its row to its papers; safe twice, and told step by step."""

from __future__ import annotations

import logging
from collections.abc import Callable

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from adoption.actions import packs
from adoption.dashboards.pages import NotKept
from adoption.evidence import papers
from adoption.evidence.content import Content
from adoption.evidence.freeze import Wish, freeze
from adoption.evidence.sheet import sheet
from adoption.metrics.codec import to_json
from adoption.models import EvidencePack, Paper
from rse.people.models import Person

logger = logging.getLogger(__name__)


def make_pack(*, pack_id: int) -> bool:
    """Whether it was made now. The clock is asked at each step: the sweeper takes up what has not moved for long."""
    pack = packs.claim(pack_id=pack_id, at=timezone.now())
    if pack is None:
        return False
    try:
        content = frozen(pack)
        made = made_of(content, lambda done: packs.step(pack, done, timezone.now()))
    except NotKept:
        with override(pack.language):
            packs.fail(pack, _("There are no figures for that scope and that week."), again=False, at=timezone.now())
        return False
    except Exception:
        logger.exception("pack_failed", extra={"pack": pack.pk})
        with override(pack.language):
            packs.fail(pack, _("A paper could not be made. It is tried again."), again=True, at=timezone.now())
        return False
    return packs.finish(pack, frozen=to_json(content), papers=made, at=timezone.now())


def frozen(pack: EvidencePack) -> Content:
    reader = Person.objects.filter(pk=pack.made_by_id, is_active=True).first() if pack.made_by_id else None
    wish = Wish(
        pack.title, pack.introduction, pack.language, pack.scope, pack.scope_id, pack.first_week, pack.last_week, pack.figures,
        pack.stories, pack.testimonials,
    )  # fmt: skip
    return freeze(wish, reader=reader, at=pack.asked_at)


def made_of(content: Content, told: Callable[[int], None] = lambda done: None) -> dict[str, bytes]:
    """The three papers, by kind; `told` hears how many steps are done, of `packs.STEPS`."""
    told(1)
    made = {Paper.PDF.value: papers.pdf(content)}
    told(2)
    made[Paper.PPTX.value] = papers.pptx(content)
    told(3)
    made[Paper.CSV.value] = sheet(content)
    return made
