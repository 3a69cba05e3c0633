"""The switchboard of adoption: its entries in the shell."""

from typing import Any

from django.apps import AppConfig
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from rse.lib import slots


class AdoptionConfig(AppConfig):
    name = "adoption"
    verbose_name = "Adoption"

    def ready(self) -> None:
        from adoption import tasks
        from adoption.actions import packs

        packs.listen(tasks.hint_pack)
        slots.register_tab("community", "adoption", _community_tab)
        slots.register_tab("home", "barometer", _barometer_reminder)
        slots.register_nav("adoption-barometer", _barometer_entry, order=733)
        slots.register_nav("adoption", _network_entry, order=40)
        slots.register_nav("adoption-units", _units_entry, order=44)
        slots.register_nav("adoption-decisions", _decisions_entry, order=45)
        slots.register_nav("adoption-pioneers", _pioneers_entry, order=46)
        slots.register_nav("adoption-launch", _launch_entry, order=42)
        slots.register_nav("adoption-seeding", _seeding_entry, order=43)
        slots.register_nav("adoption-nominate", _nominate_entry, order=736)
        slots.register_nav("adoption-packs", _packs_entry, order=45)
        slots.register_nav("adoption-consultations", _consultations_entry, order=46)
        slots.register_nav("adoption-kept", _kept_entry, order=735)
        slots.register_nav("adoption-mine", _mine_entry, order=734)
        slots.register_nav("adoption-measured", _measured_entry, order=40)


def _community_tab(*, person: Any, community: Any, animates: bool) -> slots.Tab | None:
    from adoption.access import may_see_network

    in_figures = community.listed and not community.protected
    if not in_figures or not (animates or may_see_network(person)):
        return None
    return slots.Tab(_("Health"), f"/adoption/communities/{community.slug}/")


def _barometer_reminder(*, person: Any) -> slots.Tab | None:
    from adoption.actions.barometer import waits_for

    return (
        slots.Tab(_("What holds you back here? Three questions, one minute, no name."), "/adoption/barometer/")
        if waits_for(person)
        else None
    )


def _barometer_entry(request: HttpRequest) -> slots.NavEntry | None:
    from adoption.access import may_see_barometer
    from rse.people.models import Person

    if not isinstance(request.user, Person) or not may_see_barometer(request.user):
        return None
    return slots.NavEntry(_("What holds me back"), "/adoption/barometer/results/", "circle-question-mark", place="account")


def _network_entry(request: HttpRequest) -> slots.NavEntry | None:
    from adoption.access import may_see_network
    from rse.people.models import Person

    if not isinstance(request.user, Person) or not may_see_network(request.user):
        return None
    return slots.NavEntry(_("Adoption"), "/adoption/", "chart-spline", within=("/adoption/",))


def _units_entry(request: HttpRequest) -> slots.NavEntry | None:
    from adoption.access import may_see_units
    from rse.people.models import Person

    if not isinstance(request.user, Person) or not may_see_units(request.user):
        return None
    return slots.NavEntry(_("Units"), "/adoption/units/", "building-2", place="account", within=("/adoption/units/",))


def _decisions_entry(request: HttpRequest) -> slots.NavEntry | None:
    from adoption.access import may_decide
    from rse.people.models import Person

    if not isinstance(request.user, Person) or not may_decide(request.user):
        return None
    return slots.NavEntry(_("Target and thresholds"), "/adoption/decisions/", "settings", place="account")


def _pioneers_entry(request: HttpRequest) -> slots.NavEntry | None:
    from adoption.access import may_decide
    from rse.people.models import Person

    if not isinstance(request.user, Person) or not may_decide(request.user):
        return None
    return slots.NavEntry(_("Pioneers"), "/adoption/pioneers/", "sprout", place="account")


def _launch_entry(request: HttpRequest) -> slots.NavEntry | None:
    from adoption.access import may_seed
    from rse.people.models import Person

    if not isinstance(request.user, Person) or not may_seed(request.user):
        return None
    return slots.NavEntry(_("Launch room"), "/adoption/launch/", "presentation", place="account")


def _seeding_entry(request: HttpRequest) -> slots.NavEntry | None:
    from adoption.access import may_seed
    from rse.people.models import Person

    if not isinstance(request.user, Person) or not may_seed(request.user):
        return None
    return slots.NavEntry(_("Seeding assistant"), "/adoption/seeding/", "sprout", place="account", within=("/adoption/seeding/",))


def _nominate_entry(request: HttpRequest) -> slots.NavEntry | None:
    from adoption.access import may_nominate
    from rse.people.models import Person

    if not isinstance(request.user, Person) or not may_nominate(request.user):
        return None
    return slots.NavEntry(_("Whom I turn to"), "/adoption/nominate/", "circle-question-mark", place="account")


def _packs_entry(request: HttpRequest) -> slots.NavEntry | None:
    from adoption.access import may_see_network
    from rse.people.models import Person

    if not isinstance(request.user, Person) or not may_see_network(request.user):
        return None
    return slots.NavEntry(_("Evidence packs"), "/adoption/packs/", "presentation", place="account", within=("/adoption/packs/",))


def _consultations_entry(request: HttpRequest) -> slots.NavEntry | None:
    from adoption.access import may_see_consultations
    from rse.people.models import Person

    if not isinstance(request.user, Person) or not may_see_consultations(request.user):
        return None
    return slots.NavEntry(_("Consultations of figures"), "/adoption/consultations/", "eye", place="account")


def _kept_entry(request: HttpRequest) -> slots.NavEntry:
    return slots.NavEntry(_("What is kept about me"), "/adoption/kept/", "archive", place="account")


def _mine_entry(request: HttpRequest) -> slots.NavEntry | None:
    from rse.people.models import Person

    if not isinstance(request.user, Person) or request.user.is_guest:
        return None
    return slots.NavEntry(_("My mirror"), "/adoption/mine/", "user", place="account")


def _measured_entry(request: HttpRequest) -> slots.NavEntry | None:
    return slots.NavEntry(_("What is measured"), "/adoption/measured/", "scale", place="foot")
