"""What all forms of the communities share: refusals shown beside their field, a key that makes a form count once."""

from django import forms
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _

from rse.lib.refusal import Refused


class CallFields(forms.Form):
    """Whether all members are told of a text that names their community."""

    confirms_mention = forms.BooleanField(label=_("Tell the members of this community"), required=False)


class WordsForm(forms.Form):
    """A form that shows a refusal beside the field at fault, with everything typed still there."""

    def refuse(self, refusal: Refused) -> None:
        field = refusal.field if refusal.field in self.fields else None
        self.add_error(field, str(refusal.message))

    def refuse_also(self, refusal: Refused | None) -> None:
        """The same where there may be nothing to refuse."""
        if refusal is not None:
            self.refuse(refusal)


def fresh_key() -> str:
    """What makes a form count once, however often it is sent."""
    return get_random_string(24)
