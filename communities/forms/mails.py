"""What a person chooses of mails and quiet hours."""

from collections.abc import Iterator
from datetime import date, time
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from rse.people.models import Mailbox, Pattern, Rest, Rhythm

DAYS = (_("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"), _("Sunday"))
_TIME = {"type": "time", "class": "input input-sm"}


class MailForm(forms.Form):
    """Which mails come, and when a digest does."""

    instant = forms.BooleanField(
        label=_("Mails as things happen"), required=False,
        help_text=_("For what you ask to have by mail at once in your subscriptions. Switched off, none comes, whatever is asked there."),
    )  # fmt: skip
    rhythm = forms.ChoiceField(
        label=_("Digest"), choices=Rhythm.choices,
        help_text=_("The best conversations of your communities and what you missed. Nothing is sent when there is nothing."),
    )  # fmt: skip
    day = forms.TypedChoiceField(label=_("Day of a weekly digest"), choices=list(enumerate(DAYS)), coerce=int)
    hour = forms.TypedChoiceField(label=_("Hour of the digest"), choices=[(hour, f"{hour}:00") for hour in range(24)], coerce=int)

    @classmethod
    def of(cls, mailbox: Mailbox) -> "MailForm":
        return cls(initial={name: getattr(mailbox, name) for name in cls.base_fields})


class RestForm(forms.Form):
    """When mails and pushes leave one alone."""

    pattern = forms.ChoiceField(label=_("When messages may come"), choices=Pattern.choices, widget=forms.RadioSelect)
    holidays = forms.BooleanField(label=_("Public holidays are quiet too"), required=False)
    away_until = forms.DateField(
        label=_("On leave until (last day)"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Nothing comes until the leave is over. What you receive stays on the site."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for day, name in enumerate(DAYS):
            for part in ("from", "to"):
                self.fields[f"{part}_{day}"] = forms.TimeField(
                    label=name, required=False, widget=forms.TimeInput(attrs=_TIME, format="%H:%M")
                )

    @classmethod
    def of(cls, rest: Rest) -> "RestForm":
        initial: dict[str, object] = {"pattern": rest.pattern, "holidays": rest.holidays, "away_until": rest.away_until}
        for day, start, end in rest.hours:
            initial |= {f"from_{day}": _clock(start), f"to_{day}": _clock(end)}
        return cls(initial=initial)

    def week(self) -> Iterator[tuple[str, BoundField, BoundField]]:
        """The days, each with its two fields."""
        for day, name in enumerate(DAYS):
            yield str(name), self[f"from_{day}"], self[f"to_{day}"]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        for day in range(7):
            if bool(said.get(f"from_{day}") is None) != bool(said.get(f"to_{day}") is None) and not self.errors:
                raise forms.ValidationError(_("%(day)s: give both hours, or neither for a quiet day."), params={"day": DAYS[day]})
        return said

    def choice(self) -> dict[str, Any]:
        """What the action takes."""
        said, hours = self.cleaned_data, []
        for day in range(7):
            start, end = said.get(f"from_{day}"), said.get(f"to_{day}")
            if isinstance(start, time) and isinstance(end, time):
                hours.append([day, _minutes(start), _minutes(end) or 24 * 60])
        away: date | None = said["away_until"]
        return {"pattern": said["pattern"], "hours": hours, "holidays": said["holidays"], "away_until": away}


def _clock(minutes: int) -> time:
    return time(minutes % (24 * 60) // 60, minutes % 60)


def _minutes(value: time) -> int:
    return value.hour * 60 + value.minute
