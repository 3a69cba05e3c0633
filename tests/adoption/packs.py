"""A network with a year of weeks and an empty study, and who may make packs of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

import numpy as np
from django.test import Client

from adoption.actions.packs import ask_pack
from adoption.metrics.codec import to_json
from adoption.metrics.study import FORM, Study
from adoption.models import NETWORK, EvidencePack
from adoption.models import Study as Kept
from communities.actions.posts import create_post
from communities.actions.stories import countersign
from communities.actions.testimonials import offer_testimonial
from communities.models import Community, Post, Testimonial
from rse.people.models import Person
from tests.adoption.shown import PEOPLE, judged, put_weeks
from tests.factories import NOW, TODAY, make_community, make_member, make_person


@dataclass
class Firm:
    """`week` is the last one counted."""

    pilot: Person
    sponsor: Person
    teller: Person
    place: Community
    week: int


def firm() -> Firm:
    week = put_weeks(np.linspace(0.08, 0.21, 60))
    judged()
    study = Study(NETWORK, week, eligible=PEOPLE, contributors=84)
    Kept.objects.create(week=week, community_id=NETWORK, edition=1, form=FORM, data=to_json(study), made_at=NOW)
    pilot, sponsor = (make_person(name, roles=[role], language="fr") for name, role in (("Pia", "pilot"), ("Sam", "sponsor")))
    teller = make_person("Lise")
    place = make_community("Atelier du froid", owner=pilot)
    make_member(teller, place)
    return Firm(pilot, sponsor, teller, place, week)


def told(of: Firm, place: Community | None = None) -> Post:
    """A story, confirmed."""
    where = place or of.place
    details: dict[str, object] = {
        "situation": "Le joint cédait.", "change": "Un montage partagé.", "amount": Decimal(11), "unit": "heures", "period": "par mois",
        "basis": "measured", "happened_on": TODAY - timedelta(days=30), "months": 12, "proofs": [], "people": [],
    }  # fmt: skip
    post = create_post(by=of.teller, community=where, kind="story", title="Huit mois au lieu de trois", body="", details=details, at=NOW)
    countersign(by=of.pilot, post=post, at=NOW)
    return post


def said(of: Firm, post: Post, *uses: str) -> Testimonial:
    return offer_testimonial(by=of.teller, post=post, quote="J’ai gagné une nuit par mois.", uses=uses, at=NOW)


def asked(of: Firm, **other: object) -> EvidencePack:
    wish: dict[str, object] = {
        "title": "Où en est le réseau", "introduction": "Bonjour.", "language": "fr", "scope": "network", "scope_id": 0,
        "first_week": of.week - 25, "last_week": of.week, "figures": ["critical_mass_share", "contributors_28d", "momentum", "stage"],
        "stories": [], "testimonials": [],
    }  # fmt: skip
    return ask_pack(by=of.pilot, at=NOW, **(wish | other))  # type: ignore[arg-type]


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client
