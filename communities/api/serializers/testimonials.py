"""Testimonials and consents."""

from typing import Any

from rest_framework import serializers

from communities.actions.testimonials import MAX_QUOTE
from communities.api.serializers.common import PersonRefSerializer

USES = ["internal", "board", "public"]


class QuoteSerializer(serializers.Serializer[Any]):
    """What someone says of a story, and lets be shown."""

    person = PersonRefSerializer()
    quote = serializers.CharField()


class QuoteListSerializer(serializers.Serializer[Any]):
    """The quotes about a story."""

    results = QuoteSerializer(many=True)
    next = serializers.CharField(allow_null=True)


class ConsentSerializer(serializers.Serializer[Any]):
    """One use, and since when you consent to it."""

    use = serializers.ChoiceField(USES)
    given_at = serializers.DateTimeField(allow_null=True)


class MyTestimonialSerializer(serializers.Serializer[Any]):
    """A testimonial of yours."""

    id = serializers.IntegerField()
    post = serializers.CharField(source="post.pk", default=None, allow_null=True, help_text="Its story; null once you read it no more.")
    quote = serializers.CharField(help_text="Empty while you are asked for it.")
    uses = ConsentSerializer(many=True)
    may_write = serializers.BooleanField(help_text="Whether you may change it, and let it be shown; to withdraw it stays yours.")


class MyTestimonialListSerializer(serializers.Serializer[Any]):
    """Your testimonials, newest first."""

    results = MyTestimonialSerializer(many=True)
    next = serializers.CharField(allow_null=True)


class QuoteForm(serializers.Serializer[Any]):
    """Your words."""

    quote = serializers.CharField(max_length=4 * MAX_QUOTE, allow_blank=True, trim_whitespace=False)


class TestimonialForm(QuoteForm):
    """Your words, and where they may be shown; without `internal`, nowhere."""

    uses = serializers.ListField(child=serializers.ChoiceField(USES), required=False, default=list, max_length=3)


class RequestForm(serializers.Serializer[Any]):
    """Whom you ask: a person, or the author of a comment."""

    person = serializers.IntegerField(required=False, default=None, allow_null=True, min_value=1, max_value=(1 << 63) - 1)
    comment = serializers.CharField(required=False, default=None, allow_null=True, max_length=19)
