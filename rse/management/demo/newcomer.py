"""Who arrives today: an account that was opened and never used, for the first visit to be seen in full."""

from collections.abc import Sequence
from datetime import datetime

from rse.management.demo.accounts import DEMO_PASSWORD
from rse.management.demo.company import DOMAIN
from rse.people.actions.people import create_person
from rse.people.models import Person

NEWCOMER = ("newcomer", f"lea.fontaine@{DOMAIN}")


def welcome_newcomer(people: Sequence[Person], *, at: datetime) -> Person:
    """Léa Fontaine, in the team of the employee of the demonstration: no photo, no skill, no community yet."""
    colleague = next(person for person in people if person.email == f"camille.roux@{DOMAIN}")
    return create_person(
        by=None, email=NEWCOMER[1], first_name="Léa", last_name="Fontaine", password=DEMO_PASSWORD, staff_number="V99001",
        job_title="Technicienne de maintenance", unit=colleague.unit, site=colleague.site, manager=colleague.manager, at=at,
    )  # fmt: skip
