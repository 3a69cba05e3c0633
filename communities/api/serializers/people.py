"""People, oneself and one's token."""

from typing import Any

from rest_framework import serializers

from communities.api.serializers.common import PersonRefSerializer, SizeQuery
from rse.lib.languages import CODES


class UnitSerializer(serializers.Serializer[Any]):
    """A department, a site or a team."""

    id = serializers.IntegerField()
    name = serializers.CharField()
    kind = serializers.CharField()


class PersonSerializer(PersonRefSerializer):
    """A person as the directory lists them."""

    first_name = serializers.CharField()
    last_name = serializers.CharField()
    unit = UnitSerializer(allow_null=True)
    site = UnitSerializer(allow_null=True)
    is_guest = serializers.BooleanField(help_text="Comes from outside the organisation.")
    is_active = serializers.BooleanField(help_text="False once the account is closed.")


class PersonPageSerializer(serializers.Serializer[Any]):
    """A page of people."""

    results = PersonSerializer(many=True)
    next = serializers.CharField(allow_null=True)


class ProfileSerializer(serializers.Serializer[Any]):
    """A person, and what they say of themselves."""

    id = serializers.IntegerField(source="person.id")
    name = serializers.CharField(source="person.name")
    first_name = serializers.CharField(source="person.first_name")
    last_name = serializers.CharField(source="person.last_name")
    email = serializers.EmailField(source="person.email")
    job_title = serializers.CharField(source="person.job_title")
    photo = serializers.CharField(source="person.photo_url", help_text="Address on this site; empty without one.")
    unit = UnitSerializer(source="person.unit", allow_null=True)
    site = UnitSerializer(source="person.site", allow_null=True)
    is_guest = serializers.BooleanField(source="person.is_guest")
    is_active = serializers.BooleanField(source="person.is_active")
    manager = PersonRefSerializer(allow_null=True, help_text="Null when there is none, or when you may not see them.")
    about = serializers.CharField(source="profile.about", default="")
    skills = serializers.ListField(child=serializers.CharField(), source="profile.skills", default=list)
    languages = serializers.ListField(child=serializers.CharField(), source="profile.languages", default=list)
    phone = serializers.CharField(source="profile.phone", default="")


class MeSerializer(serializers.Serializer[Any]):
    """Oneself."""

    id = serializers.IntegerField()
    name = serializers.CharField()
    email = serializers.EmailField()
    roles = serializers.ListField(child=serializers.CharField(), help_text="pilot, sponsor, hr, elected, admin.")
    is_guest = serializers.BooleanField()
    language = serializers.CharField()
    time_zone = serializers.CharField(help_text="Empty: that of the organisation.")


class PeopleQuery(SizeQuery):
    """Whom to look for."""

    q = serializers.CharField(required=False, default="", allow_blank=True, max_length=100, help_text="Beginnings of names.")
    unit = serializers.IntegerField(
        required=False, default=None, allow_null=True, min_value=1, max_value=(1 << 63) - 1, help_text="A unit or a site."
    )
    site = serializers.IntegerField(required=False, default=None, allow_null=True, min_value=1, max_value=(1 << 63) - 1)
    skill = serializers.ListField(
        child=serializers.CharField(max_length=120), required=False, default=list, max_length=5, help_text="All of these, however spelled."
    )
    language = serializers.ListField(
        child=serializers.ChoiceField(CODES), required=False, default=list, max_length=5, help_text="All of these: codes of ISO 639."
    )
    new = serializers.BooleanField(required=False, default=False, help_text="Only those whose account opened in the last 60 days.")
    role = serializers.ChoiceField(["", "animator", "referent"], required=False, default="", help_text="In the communities you know of.")
    order = serializers.ChoiceField(["name", "new"], required=False, default="name", help_text="new: the latest arrivals first.")
    cursor = serializers.CharField(required=False, default="", allow_blank=True, max_length=260, help_text="`next` of the page before.")


class ChartQuery(serializers.Serializer[Any]):
    """Which page of the team."""

    cursor = serializers.CharField(required=False, default="", allow_blank=True, max_length=260, help_text="`next` of the page before.")


class ChartNodeSerializer(serializers.Serializer[Any]):
    """Someone of the chart."""

    person = PersonRefSerializer()
    reports = serializers.IntegerField(help_text="How many people report to them, of those you may see.")


class ChartTeamSerializer(serializers.Serializer[Any]):
    """A page of the people who report to someone."""

    results = ChartNodeSerializer(many=True, source="rows")
    next = serializers.CharField(allow_null=True, source="next_cursor")


class ChartSerializer(serializers.Serializer[Any]):
    """Where someone stands in the organisation."""

    person = PersonRefSerializer(source="own.person")
    above = PersonRefSerializer(many=True, help_text="From the top down to the manager.")
    peers = ChartNodeSerializer(many=True, help_text="Some of those with the same manager.")
    more_peers = serializers.IntegerField(help_text="How many others there are.")
    team = ChartTeamSerializer(source="own.team")


class KnowersQuery(SizeQuery):
    """About what."""

    topic = serializers.CharField(max_length=60, help_text="A topic or a skill, however spelled.")
    cursor = serializers.CharField(required=False, default="", allow_blank=True, max_length=260, help_text="`next` of the page before.")


class KnowerSerializer(serializers.Serializer[Any]):
    """Someone who agreed to be found by what they know, and why they are."""

    person = PersonRefSerializer()
    answers = serializers.IntegerField(help_text="Accepted on that topic, where you read.")
    last_at = serializers.DateTimeField(allow_null=True)
    topic = serializers.CharField(help_text="As it is written there; empty without an answer.")
    skill = serializers.CharField(help_text="Declared; may be empty.")


class KnowerPageSerializer(serializers.Serializer[Any]):
    """A page of those who know."""

    results = KnowerSerializer(many=True)
    next = serializers.CharField(allow_null=True)


class TokenStateSerializer(serializers.Serializer[Any]):
    """Whether one has a token."""

    made_at = serializers.DateTimeField(allow_null=True, help_text="Null when there is no token.")


class TokenSerializer(serializers.Serializer[Any]):
    """A token just made."""

    token = serializers.CharField(help_text="Shown this once. Send it as `Authorization: Token <token>`.")
