"""A referent: of which topic, and which member."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from communities.forms.words import WordsForm
from rse.people.models import Person


class ReferentForm(WordsForm):
    topic = forms.CharField(label=_("Topic"), max_length=60, help_text=_("One word, as after a # in a post."))
    person = forms.TypedChoiceField(label=_("Who answers for it"), coerce=int)

    def __init__(self, *args: Any, members: Sequence[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.members = {person.pk: person for person in members}
        field = self.fields["person"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = [("", _("Choose")), *((person.pk, person.name) for person in members)]

    @property
    def chosen(self) -> Person:
        return self.members[self.cleaned_data["person"]]
