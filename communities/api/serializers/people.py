"""People, oneself and one's token."""

from typing import Any

from rest_framework import serializers

from communities.api.serializers.common import PersonRefSerializer, SizeQuery


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
    cursor = serializers.CharField(required=False, default="", allow_blank=True, max_length=260, help_text="`next` of the page before.")


class TokenStateSerializer(serializers.Serializer[Any]):
    """Whether one has a token."""

    made_at = serializers.DateTimeField(allow_null=True, help_text="Null when there is no token.")


class TokenSerializer(serializers.Serializer[Any]):
    """A token just made."""

    token = serializers.CharField(help_text="Shown this once. Send it as `Authorization: Token <token>`.")
