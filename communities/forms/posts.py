"""The composer, the reply."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from communities.actions import kinds
from communities.feeds import Reach
from communities.forms.announcements import AnnouncementFields
from communities.forms.moments import moment
from communities.forms.polls import PollFields
from communities.forms.praises import PraiseFields
from communities.forms.stories import StoryFields
from communities.forms.words import CallFields, WordsForm
from communities.models import Community, PostKind
from rse.lib.fetch import MAX_ADDRESS


class PostForm(CallFields, StoryFields, PollFields, PraiseFields, AnnouncementFields):
    community = forms.ChoiceField(label=_("Publish in"))
    kind = forms.ChoiceField(label=_("Kind"), choices=kinds.choices, initial=PostKind.MESSAGE, widget=forms.RadioSelect)
    title = forms.CharField(label=_("In one sentence"), required=False)
    body = forms.CharField(label=_("Your text"), required=False, strip=False, widget=forms.Textarea(attrs={"rows": 6}))
    client_key = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)
    accepts = forms.IntegerField(required=False, min_value=0, max_value=1_000_000)  # the version of the charter
    next = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)
    publish_at = forms.CharField(label=_("Date and time"), required=False, max_length=40)
    without_link = forms.CharField(required=False, max_length=MAX_ADDRESS, widget=forms.HiddenInput)  # the page not to be shown under it
    scheduled = forms.CharField(required=False, max_length=1, widget=forms.HiddenInput)  # the draft in the form is

    def __init__(
        self, *args: Any, destinations: Sequence[Community], reach: Callable[[], Sequence[Reach]] | None = None, **kwargs: Any
    ) -> None:
        """`reach` says where its writer may announce, once the form is shown; with None announcements are not offered."""
        super().__init__(*args, **kwargs)
        self.destinations, self._reach = destinations, reach
        if reach is None:
            self._withhold(PostKind.ANNOUNCEMENT)
        field = self.fields["community"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(community.slug, community.name) for community in destinations]
        field.error_messages["invalid_choice"] = _("You cannot publish in this community any more: choose another one.")

    @cached_property
    def reach(self) -> Sequence[Reach]:
        """Where its writer may announce, and to how many people."""
        return self._reach() if self._reach else []

    @property
    def has_place(self) -> bool:
        """Whether one of the places on offer is chosen; an address may name another."""
        return any(community.slug == self["community"].value() for community in self.destinations)

    def hour(self) -> datetime:
        """When it is to be published. Raises Refused on what is no hour."""
        return moment(self.cleaned_data["publish_at"], field="publish_at", unreadable=_("Choose a day and time within the next year."))

    def details(self) -> dict[str, Any]:
        """What the chosen kind asks beside words. Raises Refused on what cannot be read."""
        match self.cleaned_data["kind"]:
            case PostKind.POLL:
                return self.poll_details()
            case PostKind.PRAISE:
                return self.praise_details()
            case PostKind.STORY:
                return self.story_details()
            case PostKind.ANNOUNCEMENT:
                return self.announcement_details()
        return {}

    def _withhold(self, kind: str) -> None:
        field = self.fields["kind"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(name, label) for name, label in kinds.choices() if name != kind]
        if self.initial.get("kind") == kind:
            self.initial["kind"] = PostKind.MESSAGE.value


class CommentForm(CallFields, WordsForm):
    body = forms.CharField(label=_("Your reply"), required=False, strip=False, widget=forms.Textarea(attrs={"rows": 3}))
    accepts = forms.IntegerField(required=False, min_value=0, max_value=1_000_000)  # the version of the charter
    parent = forms.IntegerField(required=False, min_value=1, max_value=(1 << 63) - 1, widget=forms.HiddenInput)
    client_key = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)
    without_link = forms.CharField(required=False, max_length=MAX_ADDRESS, widget=forms.HiddenInput)
    version = forms.CharField(required=False, max_length=10, widget=forms.HiddenInput)  # of the draft that the form goes on with
