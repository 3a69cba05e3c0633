"""A launch that is prepared, and a staff list that waits to be looked at."""

from adoption.actions.launches import set_date
from adoption.models import LaunchStep
from rse.people.actions.directory import give_list
from tests.conftest import Cast
from tests.factories import NOW, TODAY


def prepare(cast: Cast) -> int:
    """The id of a step of its plan."""
    give_list(by=None, name="annuaire.csv", content=b"E-mail;Nom\nnouvelle@lormea.example;Arrivante\nrien;Sans adresse\n", at=NOW)
    launch = set_date(by=cast.pia, launch_on=TODAY, words="", at=NOW)
    return int(LaunchStep.objects.filter(launch=launch).order_by("id")[0].pk)
