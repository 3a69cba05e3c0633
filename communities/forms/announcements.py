"""What the composer asks of an announcement."""

from typing import Any

from django import forms
from django.utils.dateparse import parse_date
from django.utils.translation import gettext_lazy as _

from communities.forms.words import WordsForm
from rse.lib.refusal import Refused


class AnnouncementFields(WordsForm):
    """Read only when the kind is an announcement, so nothing here makes another kind of post unfit."""

    must_read = forms.BooleanField(
        label=_("To be read by every member"),
        required=False,
        help_text=_("They are notified, and reminded on their home page until they say that they have read it."),
    )
    read_by = forms.CharField(label=_("Before the end of"), required=False, max_length=40)

    def announcement_details(self) -> dict[str, Any]:
        """What the action takes. Raises Refused on a date that is none."""
        must_read = self.cleaned_data["must_read"]
        return {"must_read": must_read, "read_by": day_of(self.cleaned_data["read_by"], field="read_by") if must_read else None}


def day_of(text: str, *, field: str) -> Any:
    """The day that a field of a form holds; None when it is empty."""
    if not text:
        return None
    try:
        found = parse_date(text)
    except ValueError:
        found = None
    if found is None:
        raise Refused(_("Write a day, as in 2027-03-12."), field=field)
    return found
