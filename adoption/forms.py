"""Forms of the pilot's decisions: what is asked, in which words. What may be decided is for the actions to say."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from adoption.actions.campaigns import LONGEST_STEP, MAX_NAME, MAX_WORDS, MOST_STEPS, Protocol, eligible
from adoption.actions.decisions import MAX_REASON
from adoption.actions.pauses import MAX_ANNOUNCEMENT
from adoption.dashboards.consultations import PAGES, PERIODS
from adoption.history import places
from adoption.history.clock import zone
from adoption.models import LONGEST, SHORTEST, ActKind, CampaignOver, Help, Hold, PauseScope, Position
from adoption.science.stages import Thresholds
from rse.lib.fold import fold
from rse.lib.refusal import Refused
from rse.people.models import Person, Unit


class DecisionForm(forms.Form):
    """A decision, with the reason that everyone will read."""

    def refuse(self, refusal: Refused) -> None:
        field = refusal.field if refusal.field in self.fields else None
        self.add_error(field, str(refusal.message))


class PerimeterForm(DecisionForm):
    from_day = forms.DateField(label=_("From"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    units = forms.TypedMultipleChoiceField(
        label=_("Units"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple, help_text=_("None chosen: everyone.")
    )
    headcount = forms.IntegerField(
        label=_("Headcount"), required=False, min_value=1, max_value=10_000_000, help_text=_("If it is larger than the directory says.")
    )
    reason = forms.CharField(label=_("Reason"), max_length=MAX_REASON)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = self.fields["units"]
        assert isinstance(units, forms.TypedMultipleChoiceField)
        units.choices = [(unit.pk, unit.name) for unit in Unit.objects.order_by("name_key", "id")]

    def from_at(self) -> datetime:
        """The midnight that begins the chosen day, in the organisation's zone."""
        return datetime.combine(self.cleaned_data["from_day"], time(), tzinfo=zone())


MOST_AT_ONCE = 200


class PioneersForm(DecisionForm):
    """Addresses typed or pasted, one a line or apart by commas; cleaned, `emails` are the people."""

    emails = forms.CharField(
        label=_("E-mail addresses"), widget=forms.Textarea(attrs={"rows": 5}), max_length=20_000, help_text=_("One a line.")
    )
    from_day = forms.DateField(label=_("From"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))

    def clean_emails(self) -> list[Person]:
        asked = dict.fromkeys(self.cleaned_data["emails"].replace(",", " ").replace(";", " ").lower().split())
        if len(asked) > MOST_AT_ONCE:
            raise forms.ValidationError(_("%(limit)s people at most at once."), params={"limit": MOST_AT_ONCE})
        people = {person.email: person for person in Person.objects.filter(email__in=asked)}
        missing = [email for email in asked if email not in people]
        if missing:
            raise forms.ValidationError(_("Nobody here has this address: %(emails)s"), params={"emails": ", ".join(missing[:5])})
        return list(people.values())


def _percent(label: Any) -> forms.FloatField:
    return forms.FloatField(label=label, min_value=1, max_value=99, widget=forms.NumberInput(attrs={"step": "0.5"}))


class ThresholdsForm(DecisionForm):
    """Levels typed in percent."""

    enter_mass = _percent(_("Critical mass, entered at (%)"))
    leave_mass = _percent(_("Critical mass, left under (%)"))
    enter_low = _percent(_("Transition, entered at (%)"))
    leave_low = _percent(_("Transition, left under (%)"))
    reason = forms.CharField(label=_("Reason"), max_length=MAX_REASON)

    def thresholds(self) -> Thresholds:
        return Thresholds(*(self.cleaned_data[name] / 100 for name in ("enter_mass", "leave_mass", "enter_low", "leave_low")))


class ConsultationsForm(forms.Form):
    """Which consultations are listed."""

    page = forms.ChoiceField(label=_("Page"), required=False, choices=[("", _("All pages")), *PAGES.items()])
    period = forms.ChoiceField(label=_("Period"), required=False, choices=[(key, words) for key, (words, _lasts) in PERIODS.items()])


class PauseForm(DecisionForm):
    """The protocol of a pause."""

    scope = forms.ChoiceField(label=_("Who pauses"), choices=PauseScope.choices, widget=forms.RadioSelect, initial=PauseScope.COMMUNITIES)
    start = forms.DateField(
        label=_("First day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("A Monday, two weeks from now at the earliest: time to agree and to announce."),
    )  # fmt: skip
    clean_weeks = forms.IntegerField(
        label=_("Clean weeks"), min_value=SHORTEST, max_value=LONGEST, initial=SHORTEST,
        help_text=_("8 to 13. Weeks of the low season and the three after it are not counted: the pause lasts longer by as much."),
    )  # fmt: skip
    stop_at = forms.FloatField(
        label=_("Stop under (% of the level before)"), min_value=10, max_value=90, initial=50,
        widget=forms.NumberInput(attrs={"step": "1"}),
        help_text=_("50% unless you decide otherwise: our choice."),
    )  # fmt: skip
    reason = forms.CharField(label=_("Reason"), max_length=MAX_REASON)


class AnnouncementForm(DecisionForm):
    text = forms.CharField(
        label=_("Announcement"), max_length=MAX_ANNOUNCEMENT, widget=forms.Textarea(attrs={"rows": 7}),
        help_text=_("Shown on this page, and to those who animate the communities concerned, to be copied there."),
    )  # fmt: skip


class StopForm(DecisionForm):
    reason = forms.CharField(label=_("Reason"), max_length=MAX_REASON)


def _chosen(label: Any) -> forms.TypedMultipleChoiceField:
    return forms.TypedMultipleChoiceField(
        label=label, coerce=int, required=False, widget=forms.CheckboxSelectMultiple, help_text=_("None chosen: all of them.")
    )


class CampaignForm(DecisionForm):
    """The protocol of a campaign."""

    name = forms.CharField(label=_("Name"), max_length=MAX_NAME)
    goal = forms.CharField(
        label=_("What it is to change"), max_length=MAX_REASON, help_text=_("In one sentence that those concerned would recognise.")
    )
    audience = forms.CharField(label=_("Whom it speaks to"), max_length=MAX_REASON, required=False)
    target_at = forms.FloatField(
        label=_("Level hoped for (% of people who contribute in a week)"), min_value=1, max_value=100, required=False,
        widget=forms.NumberInput(attrs={"step": "1"}),
    )  # fmt: skip
    over = forms.ChoiceField(
        label=_("What is reached, one after the other"), choices=CampaignOver.choices, widget=forms.RadioSelect,
        initial=CampaignOver.COMMUNITIES, help_text=_("Never people one by one: neighbours talk to each other."),
    )  # fmt: skip
    communities = _chosen(_("Communities reached"))
    units = _chosen(_("Units reached"))
    start = forms.DateField(
        label=_("First day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), help_text=_("A Monday to come.")
    )
    steps = forms.IntegerField(label=_("Steps"), min_value=1, max_value=MOST_STEPS, initial=4)
    step_weeks = forms.IntegerField(label=_("Weeks of a step"), min_value=1, max_value=LONGEST_STEP, initial=3)
    drawn = forms.BooleanField(
        label=_("Draw the order at random"), required=False, initial=True,
        help_text=_("All are reached in the end; chance says when. It is the only way to know what the campaign changed."),
    )  # fmt: skip
    early = forms.BooleanField(
        label=_("Read it early too"), required=False, help_text=_("At the end of each step; an early reading has to be much surer.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = places()
        self._offer("communities", {id_: known[id_].name for id_ in eligible(CampaignOver.COMMUNITIES)})
        self._offer("units", dict(Unit.objects.filter(pk__in=eligible(CampaignOver.UNITS)).values_list("pk", "name")))

    def _offer(self, name: str, found: dict[int, str]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.TypedMultipleChoiceField)
        field.choices = [(id_, found[id_]) for id_ in sorted(found, key=lambda one: fold(found[one]))]

    def protocol(self) -> Protocol:
        """As typed; of communities and units only those are kept that the campaign is about."""
        asked = self.cleaned_data
        target = asked["target_at"]
        return Protocol(
            name=asked["name"], goal=asked["goal"], audience=asked["audience"], over=asked["over"], start=asked["start"],
            steps=asked["steps"] if asked["drawn"] else 1, step_weeks=asked["step_weeks"], drawn=asked["drawn"], early=asked["early"],
            ids=tuple(asked["units"] if asked["over"] == CampaignOver.UNITS else asked["communities"]),
            target=None if target is None else target / 100,
        )  # fmt: skip


class CampaignActForm(DecisionForm):
    """Something to do for each step."""

    kind = forms.ChoiceField(label=_("What it is"), choices=ActKind.choices)
    title = forms.CharField(label=_("In a few words"), max_length=120)
    day = forms.IntegerField(
        label=_("Days after the step begins"), min_value=0, max_value=LONGEST_STEP * 7 - 1, initial=0, help_text=_("0: its first Monday.")
    )
    words = forms.CharField(label=_("Text"), max_length=MAX_WORDS, required=False, widget=forms.Textarea(attrs={"rows": 4}))


class BarometerForm(forms.Form):
    """Three questions, each of one choice."""

    position = forms.ChoiceField(label=_("Where am I?"), choices=Position.choices, widget=forms.RadioSelect)
    hold = forms.ChoiceField(label=_("What holds me back most?"), choices=Hold.choices, widget=forms.RadioSelect)
    help = forms.ChoiceField(label=_("What would help most?"), choices=Help.choices, widget=forms.RadioSelect)
