"""A practice: its words, and who answers for it."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from communities.forms.words import WordsForm
from rse.people.models import Person


class PracticeForm(WordsForm):
    """`members` may answer for it; without any, who does is not asked."""

    title = forms.CharField(label=_("The practice, in one sentence"), required=False)
    text = forms.CharField(
        label=_("What it means in practice"), required=False, strip=False, widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Why, how, an example. Markdown works."),
    )  # fmt: skip
    referent = forms.TypedChoiceField(label=_("Who answers for it"), required=False, coerce=int, empty_value=None)

    def __init__(self, *args: Any, members: Sequence[Person] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.members = {person.pk: person for person in members}
        field = self.fields["referent"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = [("", _("Nobody yet")), *((person.pk, person.name) for person in members)]
        if not members:
            del self.fields["referent"]

    @property
    def chosen(self) -> Person | None:
        return self.members.get(self.cleaned_data.get("referent") or 0)
