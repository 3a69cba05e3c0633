"""Proposals: what one proposes for the charter or a practice, what one says of it, what is decided."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from communities.forms.words import WordsForm


class ProposalForm(WordsForm):
    """For the charter. `base` is the version that was read, `accepts` the charter accepted with it."""

    text = forms.CharField(
        label=_("The text that you propose"), required=False, strip=False, widget=forms.Textarea(attrs={"rows": 12}),
        help_text=_("The whole charter as it would read. Markdown works."),
    )  # fmt: skip
    why = forms.CharField(label=_("Why"), required=False, widget=forms.Textarea(attrs={"rows": 3}))
    base = forms.IntegerField(required=False, min_value=0, max_value=1_000_000, widget=forms.HiddenInput)
    accepts = forms.IntegerField(required=False, min_value=0, max_value=1_000_000)


class PracticeProposalForm(ProposalForm):
    title = forms.CharField(label=_("The practice, in one sentence"), required=False)
    text = forms.CharField(
        label=_("What it means in fact"), required=False, strip=False, widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Why, how, an example. Markdown works."),
    )  # fmt: skip
    field_order = ("title", "text", "why")


class OpinionForm(WordsForm):
    reason = forms.CharField(
        label=_("What would not work, and what would"), required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("What you write shows with your name; those who consent without a word are only counted."),
    )  # fmt: skip


class DecisionForm(WordsForm):
    """`asks` is about a charter. It stands beside an OpinionForm, which has a `reason` too."""

    asks = forms.BooleanField(label=_("A change of substance: members accept it before they next write"), required=False, initial=True)
    reason = forms.CharField(label=_("Why it is declined"), required=False, widget=forms.Textarea(attrs={"rows": 2}))
    revision = forms.IntegerField(required=False, min_value=0, max_value=1_000_000, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.auto_id = "id_decision_%s"
