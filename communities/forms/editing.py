"""The edition of a post or a comment: its words, and what a kind of post lets one change beside them."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from communities.actions._kind import Kind
from communities.actions.kinds import kind_of
from communities.feeds import AnnouncementRow, PollRow, PraiseRow, StoryRow
from communities.forms.announcements import AnnouncementFields
from communities.forms.moments import moment, typed
from communities.forms.praises import PraiseFields
from communities.forms.stories import StoryFields, written
from communities.forms.words import CallFields, WordsForm
from rse.lib.fetch import MAX_ADDRESS


class _EditForm(CallFields, WordsForm):
    """Says which words the writer started from."""

    version = forms.IntegerField(required=False, min_value=1, max_value=1_000_000, widget=forms.HiddenInput)
    without_link = forms.CharField(required=False, max_length=MAX_ADDRESS)


class CommentEditForm(_EditForm):
    body = forms.CharField(label=_("Your reply"), required=False, strip=False, widget=forms.Textarea(attrs={"rows": 6}))


class PostEditForm(_EditForm):
    """`fields_template` shows the fields that the kind adds."""

    title = forms.CharField(label=_("In one sentence"), required=False)
    body = forms.CharField(label=_("Your text"), required=False, strip=False, widget=forms.Textarea(attrs={"rows": 10}))
    fields_template: ClassVar[str] = ""
    needs: Kind | None = None  # whether the sentence and the text may be empty

    def details(self) -> dict[str, Any] | None:
        """What the action takes beside words; None: they stay as they are."""
        return None


class AnnouncementEditForm(PostEditForm, AnnouncementFields):
    fields_template = "communities/composer/_must_read.html"

    def details(self) -> dict[str, Any]:
        return self.announcement_details()


class PollEditForm(PostEditForm):
    closes_at = forms.CharField(label=_("Closes on"), required=False, max_length=40)
    fields_template = "communities/composer/_closing.html"

    def details(self) -> dict[str, Any]:
        text = self.cleaned_data["closes_at"]
        found = moment(text, field="closes_at", unreadable=_("Write the closing date and time.")) if text else None
        return {"closes_at": found}


class PraiseEditForm(PostEditForm, PraiseFields):
    fields_template = "communities/composer/_praise_fields.html"

    def details(self) -> dict[str, Any]:
        return self.praise_details()


class StoryEditForm(PostEditForm, StoryFields):
    fields_template = "communities/composer/_story_fields.html"

    def details(self) -> dict[str, Any]:
        return self.story_details()


def edit_form(kind: str, details: object, data: Any = None, *, initial: dict[str, Any] | None = None) -> PostEditForm:
    """The form for a post of that kind that has these details; `initial` wins over what the post says."""
    form: type[PostEditForm] = PostEditForm
    said: dict[str, Any] = {}
    if isinstance(details, AnnouncementRow) and details.must_read:
        form = AnnouncementEditForm
        said = {"must_read": True, "read_by": details.read_by.isoformat() if details.read_by else ""}
    if isinstance(details, StoryRow):
        form, said = StoryEditForm, written(details)
    if isinstance(details, PraiseRow):
        form = PraiseEditForm
        said = {"people": ", ".join(person.name for person in details.people), "what_for": details.what_for}
    if isinstance(details, PollRow) and details.is_open:
        form = PollEditForm
        said = {"closes_at": typed(details.closes_at) if details.closes_at else ""}
    made = form(data, initial=said | (initial or {}))
    made.needs = kind_of(kind)
    return made
