"""What the largest community was asked, thanked for, told and proud of these last days: polls, praise, an announcement, stories."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from communities.actions import announcements, notifications, polls, stories, testimonials
from communities.actions.posts import create_post
from rse.management.demo.plan import Plan
from rse.management.demo.season import worked_before
from rse.management.demo.waiting import NOTIFIED
from rse.people.models import Person

if TYPE_CHECKING:
    from communities.models import Community, Post

_PLACE = "maintenance"
_VOTERS, _READERS = 11, 9


class Told:
    """Posts of these kinds in one community, each some hours of work before the end. `elsewhere`: where else the employee belongs."""

    def __init__(self, plan: Plan, people: list[Person], places: "dict[str, Community]", source: str) -> None:
        self.plan, self.place, self.source = plan, places[_PLACE], source
        for place in places.values():
            place.refresh_from_db(fields=["charter_number"])
        self.who = {planned.label: person for planned, person in zip(plan.people, people, strict=True) if planned.label}
        settled = [s for s in plan.stays if s.place == _PLACE and s.to_at is None and s.from_at < plan.end - timedelta(days=14)]
        here = [s.person for s in settled if plan.people[s.person].is_here(plan.end) and not plan.people[s.person].label]
        employee = next(index for index, planned in enumerate(plan.people) if planned.label == "employee")
        theirs = [s.place for s in plan.stays if s.person == employee and s.to_at is None and s.place != _PLACE]
        self.elsewhere = [places[key] for key in theirs]
        self.others = [people[index] for index in sorted(here, key=lambda index: -plan.people[index].appetite)]

    def at(self, hours: int) -> datetime:
        return worked_before(self.plan.end, hours)

    def post(self, label: str, kind: str, title: str, body: str, *, hours: int, **details: Any) -> "Post":
        return self.write(self.who[label], kind, title, body, hours=hours, details=details)

    def write(self, by: Person, kind: str, title: str, body: str, *, hours: int, place: "Community | None" = None, **more: Any) -> "Post":
        place = place or self.place
        words: dict[str, Any] = {"kind": kind, "title": title, "body": body, **more}
        return create_post(by=by, community=place, at=self.at(hours), source=self.source, accepts=place.charter_number, **words)

    def voters(self) -> Iterator[Person]:
        return iter(self.others[:_VOTERS])


def tell_kinds(told: Told) -> None:
    """Writes them, with votes, a confirmation, a quote and who has read."""
    _tell_stories(told)
    _praise(told)
    _ask(told)
    _announce(told)


def notify(told: Told) -> None:
    """Writes the notifications of what was told."""
    for event_id in notifications.waiting(at=told.plan.end, older_than=NOTIFIED):  # what came since is told after, with all the rest
        notifications.notify(event_id=event_id, at=told.plan.end)


def _ask(told: Told) -> None:
    when = told.post(
        "animator", "poll", "Quel créneau pour le point fiabilité du mois ?", "Une heure, en salle méthodes ou à distance.", hours=30,
        options=["Mardi 8 h", "Jeudi 11 h", "Vendredi 13 h 30"],
    )  # fmt: skip
    rounds = told.post(
        "manager", "poll", "Faut-il faire la ronde du soir à deux ?", "Le vote est secret : répondez comme vous le pensez.", hours=12,
        options=["Oui, toujours", "Seulement en période d’arrêt", "Non"], is_secret=True, closes_at=told.plan.end + timedelta(days=4),
    )  # fmt: skip
    for rank, voter in enumerate(told.voters()):
        polls.vote(by=voter, post=when, options=[(1, 2, 2, 3)[rank % 4]], at=told.at(20), source=told.source)
        if rank % 2:
            polls.vote(by=voter, post=rounds, options=[1 + rank % 3], at=told.at(8), source=told.source)


def _praise(told: Told) -> None:
    told.post(
        "employee", "praise", "", "Sans vous la ligne 3 ne repartait que lundi.", hours=38,
        people=[told.who["animator"].pk], what_for="Le dépannage de la P-207 un vendredi soir",
    )  # fmt: skip
    told.post(
        "manager", "praise", "", "Trois sites lisent désormais la même fiche, et les questions ont cessé.", hours=16,
        people=[told.who["employee"].pk, told.who["animator"].pk], what_for="La fiche de graissage que tout le monde attendait",
    )  # fmt: skip


def _announce(told: Told) -> None:
    post = told.post(
        "animator", "announcement", "Air comprimé coupé samedi de 6 h à 14 h",
        "Le réseau du bâtiment B est purgé pendant l’arrêt. Videz les outillages pneumatiques vendredi soir, et prévenez vos équipes.",
        hours=6, must_read=True, read_by=timezone.localdate(told.plan.end) + timedelta(days=3),
    )  # fmt: skip
    for reader in told.others[:_READERS]:
        announcements.acknowledge(by=reader, post=post, at=told.at(3))


def _tell_stories(told: Told) -> None:
    today = timezone.localdate(told.plan.end)
    held = told.post(
        "employee", "story", "Les joints de la P-104 tiennent huit mois au lieu de trois", "", hours=60,
        situation="Le joint FKM de la P-104 lâchait tous les trois mois, et chaque fois une nuit de production y passait.",
        change="Une question posée ici a fait remonter trois montages différents. L’atelier a gardé celui de Halden Bridge.",
        amount=Decimal(11), unit="heures", period="d’arrêt évitées chaque mois", basis="measured",
        happened_on=today - timedelta(days=45), months=12, people=[told.who["animator"].pk],
    )  # fmt: skip
    stories.countersign(
        by=told.who["manager"],
        post=held,
        at=told.at(44),
        source=told.source,
        note="Vérifié sur les relevés d’arrêts des deux derniers mois.",
    )
    testimonials.offer_testimonial(
        by=told.who["animator"], post=held, at=told.at(40), uses=["internal", "board"],
        quote="Nous avions tous notre montage. Il a suffi qu’une question les mette côte à côte.",
    )  # fmt: skip
    told.post(
        "animator", "story", "Une seule fiche de graissage pour trois sites", "", hours=26,
        situation="Chaque site avait sa fiche, et les nouveaux recommençaient les mêmes erreurs.",
        change="Six personnes ont comparé les leurs ici, puis en ont écrit une seule, relue par les méthodes.",
        happened_on=today - timedelta(days=12), months=6, people=[told.who["employee"].pk],
    )  # fmt: skip
