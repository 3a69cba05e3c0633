"""Forms of the account pages: the profile, the photo, the preferences."""

from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from rse.lib import languages
from rse.people.models.person import Theme
from rse.people.models.profile import MAX_SKILLS


class ProfileForm(forms.Form):
    job_title = forms.CharField(label=_("Job"), max_length=120, required=False)
    about = forms.CharField(
        label=_("About me"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("What you work on, what you can be asked about."),
    )  # fmt: skip
    skills = forms.CharField(
        label=_("Skills"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 2, "data-picker": "skills"}),
        help_text=format_lazy(_("Separated by commas, {count} at most. Colleagues find you by them."), count=MAX_SKILLS),
    )  # fmt: skip
    languages = forms.MultipleChoiceField(
        label=_("Languages spoken"), choices=languages.choices, required=False, widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    phone = forms.CharField(
        label=_("Phone"), max_length=40, required=False, widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"})
    )

    def clean_skills(self) -> list[str]:
        return [skill for line in self.cleaned_data["skills"].splitlines() for skill in line.split(",")]


class KnowledgeForm(forms.Form):
    """A consent: both are off until one says otherwise, but for being suggested, which means nothing without the first."""

    is_shown = forms.BooleanField(
        label=_("Let colleagues find me by what I know"), required=False,
        help_text=_(
            "On the page of a topic, and when someone looks for who knows it: your name, your skills of that name, and how many of your "
            "answers were accepted in communities that this person reads, with the month of the last one. "
            "Never a rank, never an answer of a community where they are not, nor of a protected one."
        ),
    )  # fmt: skip
    is_suggested = forms.BooleanField(
        label=_("Also suggest me to whoever asks a question about it"), required=False,
        help_text=_("Three names at most, which the person may mention or not. Without the first box, this one does nothing."),
    )  # fmt: skip


class PhotoForm(forms.Form):
    """What the file holds is judged by the action, not by its name."""

    photo = forms.FileField(
        label=_("Photo"), max_length=200, help_text=_("JPEG, PNG or WebP, 8 MB at most. It is cut to a square."),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
    )  # fmt: skip


class PreferencesForm(forms.Form):
    language = forms.ChoiceField(label=_("Language"), choices=[("fr", "Français"), ("en", "English")])
    theme = forms.ChoiceField(label=_("Theme"), choices=Theme.choices)
    time_zone = forms.ChoiceField(label=_("Time zone"), required=False)
    shortcuts = forms.BooleanField(
        label=_("Single-key shortcuts"), required=False,
        help_text=_(
            "J and K walk through the posts; the account menu lists all of them. "
            "Switch them off if dictation or your keyboard presses keys by itself."
        ),
    )  # fmt: skip
    enter_sends = forms.BooleanField(
        label=_("Enter sends a comment"), required=False,
        help_text=_("Shift and Enter then begin a new line. In a post, Enter always begins one; Ctrl or Cmd and Enter send everywhere."),
    )  # fmt: skip

    views_counted = forms.BooleanField(
        label=_("Count the profiles I look at"), required=False,
        help_text=_(
            "Otherwise none of these visits is recorded from now on. "
            "Nobody is shown them either way, and nobody is told of your choice."
        ),
    )  # fmt: skip

    shows_presence = forms.BooleanField(
        label=_("Show when I am online"), required=False,
        help_text=_(
            "A dot beside your name, and “is writing…” in the threads that you answer, for the people who may see you. "
            "Unless you choose it, you are invisible. When you were last here is kept nowhere."
        ),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        of_the_organisation = _("The organisation’s (%(zone)s)") % {"zone": settings.ORG_TIME_ZONE}
        zones = sorted(name for name in available_timezones() if "/" in name and not name.startswith(("Etc/", "SystemV/", "posix")))
        field = self.fields["time_zone"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", of_the_organisation), *((name, name.replace("_", " ")) for name in zones)]
