"""What posts of some kinds hold beside words, and what one sends to them."""

from typing import Any

from rest_framework import serializers

from communities.actions.polls import MAX_LABEL, MAX_OPTIONS
from communities.actions.praises import MAX_PEOPLE, MAX_WHAT_FOR
from communities.api.serializers.common import PersonRefSerializer

CHOICES = ["one", "many"]
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


class BallotForm(serializers.Serializer[Any]):
    """A vote."""

    options = serializers.ListField(
        child=serializers.IntegerField(min_value=1, max_value=99), max_length=MAX_OPTIONS, help_text="Positions."
    )
