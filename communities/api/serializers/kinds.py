"""What posts of some kinds hold beside words, and what one sends to them."""

from typing import Any

from rest_framework import serializers

from communities.actions.polls import MAX_LABEL, MAX_OPTIONS
from communities.actions.praises import MAX_PEOPLE, MAX_WHAT_FOR
from communities.actions.stories import MAX_ADDRESS, MAX_NOTE, MAX_PERIOD, MAX_PROOFS, MAX_TEXT, MAX_UNIT
from communities.api.serializers.common import PersonRefSerializer

CHOICES = ["one", "many"]
READERSHIP = ["some", "few", "nearly", "small"]
STORY_STATES = ["submitted", "countersigned", "retired"]
RESULTS = ["always", "voted", "closed"]


class PollOptionSerializer(serializers.Serializer[Any]):
    """One of the choices of a poll."""

    position = serializers.IntegerField(help_text="From 1: what one votes for.")
    label = serializers.CharField()  # type: ignore[assignment]  # the field, not the class's own attribute
    votes = serializers.IntegerField(allow_null=True, help_text="null as long as you may not know it.")


class PollSerializer(serializers.Serializer[Any]):
    """The poll of a post."""

    choice = serializers.ChoiceField(CHOICES, source="row.choice", help_text="Whether one votes for one or for several.")
    is_secret = serializers.BooleanField(
        source="row.is_secret", help_text="Nobody's vote is kept; results at the closing, from 5 votes on."
    )
    results = serializers.ChoiceField(RESULTS, source="row.results", help_text="When the results show.")
    is_open = serializers.BooleanField(source="row.is_open")
    closes_at = serializers.DateTimeField(source="row.closes_at", allow_null=True)
    ballots = serializers.IntegerField(source="row.ballots", help_text="How many people voted.")
    options = PollOptionSerializer(many=True)
    has_voted = serializers.BooleanField(help_text="Whether you voted.")
    mine = serializers.ListField(child=serializers.IntegerField(), help_text="The positions that you voted for; empty in a secret poll.")


class PollForm(serializers.Serializer[Any]):
    """The poll to publish with a post of kind `poll`, whose title is the question."""

    options = serializers.ListField(child=serializers.CharField(max_length=4 * MAX_LABEL, allow_blank=True), max_length=4 * MAX_OPTIONS)
    choice = serializers.ChoiceField(CHOICES, required=False, default="one")
    is_secret = serializers.BooleanField(required=False, default=False, help_text="Then `closes_at` is needed.")
    results = serializers.ChoiceField(RESULTS, required=False, default="always")
    closes_at = serializers.DateTimeField(required=False, default=None, allow_null=True)


class PollChangeForm(serializers.Serializer[Any]):
    """What may change of a poll."""

    closes_at = serializers.DateTimeField(allow_null=True)


class PraiseSerializer(serializers.Serializer[Any]):
    """Whom a post praises, and what for."""

    people = PersonRefSerializer(many=True)
    what_for = serializers.CharField()


class PraiseForm(serializers.Serializer[Any]):
    """The praise to publish with a post of kind `praise`."""

    people = serializers.ListField(
        child=serializers.IntegerField(min_value=1, max_value=(1 << 63) - 1), max_length=4 * MAX_PEOPLE, help_text="Ids."
    )
    what_for = serializers.CharField(max_length=4 * MAX_WHAT_FOR, allow_blank=True, help_text="In a few words.")


class PraiseChangeForm(PraiseForm):
    """Whom a post praises instead, or what for. What is left out stays."""

    people = serializers.ListField(
        child=serializers.IntegerField(min_value=1, max_value=(1 << 63) - 1), required=False, max_length=4 * MAX_PEOPLE, help_text="Ids."
    )
    what_for = serializers.CharField(required=False, max_length=4 * MAX_WHAT_FOR, allow_blank=True, help_text="In a few words.")


class AnnouncementSerializer(serializers.Serializer[Any]):
    """An announcement."""

    must_read = serializers.BooleanField(source="row.must_read", help_text="Whether every member is asked to read it.")
    read_by = serializers.DateField(source="row.read_by", allow_null=True, help_text="Until the end of that day, at best.")
    is_acknowledged = serializers.BooleanField(help_text="Whether you have said that you read it.")


class AnnouncementForm(serializers.Serializer[Any]):
    """What to publish beside the words of an announcement, or to change of it."""

    must_read = serializers.BooleanField(required=False, default=False)
    read_by = serializers.DateField(required=False, default=None, allow_null=True, help_text="Where it must be read.")


class ReadershipSerializer(serializers.Serializer[Any]):
    """How many have read an announcement."""

    audience = serializers.IntegerField(help_text="The members of the community now, but for its author.")
    told = serializers.ChoiceField(
        READERSHIP, help_text="`few`: fewer than 5 have read it; `nearly`: fewer than 5 have not; `small`: too small an audience to tell."
    )
    at_least = serializers.IntegerField(allow_null=True, help_text="By steps of 5, where `told` is `some`.")


class StorySerializer(serializers.Serializer[Any]):
    """A success story."""

    situation = serializers.CharField(help_text="What was before.")
    change = serializers.CharField(help_text="What the community changed.")
    amount = serializers.DecimalField(max_digits=14, decimal_places=2, allow_null=True, help_text="null: a story without a figure.")
    unit = serializers.CharField()
    period = serializers.CharField()
    basis = serializers.CharField(help_text="measured, estimated or declared; empty without a figure.")
    proofs = serializers.SerializerMethodField(help_text="Links.")
    happened_on = serializers.DateField()
    people = PersonRefSerializer(many=True, help_text="Whose success it is.")
    state = serializers.ChoiceField(STORY_STATES)
    countersigned_by = PersonRefSerializer(allow_null=True)
    countersigned_at = serializers.DateTimeField(allow_null=True)
    countersign_note = serializers.CharField()
    renew_on = serializers.DateField(help_text="When it is to be confirmed again.")
    is_due = serializers.BooleanField()

    def get_proofs(self, story: Any) -> list[str]:
        return [proof.address for proof in story.proofs]


class StoryForm(serializers.Serializer[Any]):
    """The story to publish with a post of kind `story`, or to tell otherwise: amount, unit, period and basis together or not at all."""

    situation = serializers.CharField(max_length=4 * MAX_TEXT, allow_blank=True, trim_whitespace=False)
    change = serializers.CharField(max_length=4 * MAX_TEXT, allow_blank=True, trim_whitespace=False)
    amount = serializers.DecimalField(max_digits=14, decimal_places=2, required=False, default=None, allow_null=True)
    unit = serializers.CharField(max_length=4 * MAX_UNIT, required=False, default="", allow_blank=True)
    period = serializers.CharField(max_length=4 * MAX_PERIOD, required=False, default="", allow_blank=True)
    basis = serializers.CharField(max_length=20, required=False, default="", allow_blank=True)
    proofs = serializers.ListField(
        child=serializers.CharField(max_length=4 * MAX_ADDRESS, allow_blank=True), required=False, default=list, max_length=4 * MAX_PROOFS
    )
    happened_on = serializers.DateField()
    months = serializers.ChoiceField(["3", "6", "12"], required=False, help_text="How long it holds; 12 when it is new.")
    people = serializers.ListField(
        child=serializers.IntegerField(min_value=1, max_value=(1 << 63) - 1), required=False, default=list, max_length=80, help_text="Ids."
    )


class NoteForm(serializers.Serializer[Any]):
    """A line to go with it."""

    note = serializers.CharField(max_length=4 * MAX_NOTE, required=False, default="", allow_blank=True)


class BallotForm(serializers.Serializer[Any]):
    """A vote."""

    options = serializers.ListField(
        child=serializers.IntegerField(min_value=1, max_value=99), max_length=MAX_OPTIONS, help_text="Positions."
    )
