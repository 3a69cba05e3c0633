"""What comes once the figures are counted: an evidence pack that is ready, a wave of the barometer that has ended, and one that is open."""

from datetime import datetime, timedelta
from random import Random

from django.utils import translation

from adoption import access
from adoption.actions import barometer, packs
from adoption.evidence.choice import OFFERED
from adoption.evidence.make import make_pack
from adoption.metrics.studies import kept_weeks
from adoption.models import NETWORK, PackScope
from rse.people.models import Person, Role

_WEEKS, _ANSWERS = 26, 142
_INTRODUCTION = (
    "Un an après l’ouverture, ce dossier dit où en est notre réseau, ce qui a changé en six mois, et ce que nous vous demandons de "
    "décider.\n\nHélène Marchetti, pilote du projet"
)
# How people who answer feel, and how often: position, what holds them back, what would help.
_MOODS = (
    (("once", "need", "example"), 24), (("once", "time", "time"), 17), (("once", "exposure", "small"), 9),
    (("reads", "nothing_to_say", "question"), 26), (("reads", "exposure", "small"), 19), (("reads", "time", "time"), 14),
    (("unanswered", "need", "question"), 8), (("unanswered", "manager", "time"), 7), (("reads", "manager", "time"), 8),
    (("writes", "nothing", "none"), 21), (("writes", "time", "time"), 9),
)  # fmt: skip


def tell_proofs(*, at: datetime, seed: int) -> None:
    """Writes them; without a counted week there is no pack."""
    pilot = Person.objects.filter(roles__contains=[Role.PILOT], is_active=True).order_by("pk").first()
    if pilot is None:
        return
    _ask_around(pilot, at, Random(seed))  # noqa: S311
    offered = kept_weeks(NETWORK, 1)
    if not offered:
        return
    with translation.override("fr"):
        pack = packs.ask_pack(
            by=pilot, title="Où en est notre réseau", introduction=_INTRODUCTION, language="fr", scope=PackScope.NETWORK, scope_id=0,
            first_week=offered[0] - _WEEKS + 1, last_week=offered[0],
            figures=[one.key for one in OFFERED[PackScope.NETWORK] if one.default],
            stories=[one.post_id for one in access.stories_for_board(pilot)],
            testimonials=[one.testimonial_id for one in access.quotes_for_board(pilot)], at=at,
        )  # fmt: skip
    make_pack(pack_id=pack.pk)


def _ask_around(pilot: Person, at: datetime, chance: Random) -> None:
    """A wave a month ago, then one since this week."""
    barometer.open_wave(by=pilot, at=at - timedelta(days=45))
    people = list(Person.objects.filter(is_active=True, is_guest=False).order_by("pk"))
    answering = chance.sample(people, min(_ANSWERS, len(people) // 2))
    moods = chance.choices([mood for mood, _often in _MOODS], [often for _mood, often in _MOODS], k=len(answering))
    for person, (position, hold, help_) in zip(answering, moods, strict=True):
        barometer.answer(by=person, position=position, hold=hold, help=help_)
    barometer.close_wave(by=pilot, at=at - timedelta(days=31))
    barometer.open_wave(by=pilot, at=at - timedelta(days=3))
