"""Testimonials: those of a story, one's own, and the consents that only their person gives."""

from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response

from communities import access, feeds
from communities.actions import testimonials as actions
from communities.api.base import Door, many, nothing, one
from communities.api.schema import operation
from communities.api.serializers.testimonials import (
    MyTestimonialListSerializer,
    MyTestimonialSerializer,
    QuoteForm,
    QuoteListSerializer,
    QuoteSerializer,
    RequestForm,
    TestimonialForm,
)

TAG = "posts"


class StoryTestimonials(Door):
    @operation(
        "story_testimonials",
        "Read what people say of a story",
        tag=TAG,
        gives=QuoteListSerializer,
        about="Only the quotes whose person lets them be shown on the network.",
        refuses=(401, 404, 429),
    )
    def get(self, request: Request, post_id: str) -> Response:
        post = access.get_post_or_404(self.person, post_id)
        return many(QuoteSerializer, feeds.testimonials_about(self.person, post), next_cursor=None)

    @operation(
        "offer_testimonial",
        "Say something of a story",
        tag=TAG,
        takes=TestimonialForm,
        gives=MyTestimonialSerializer,
        new=True,
        about="For members, with their consent to these uses; one a person and story.",
    )
    def post(self, request: Request, post_id: str) -> Response:
        post = access.get_post_or_404(self.person, post_id)
        made = actions.offer_testimonial(by=self.person, post=post, at=timezone.now(), **self.sent(TestimonialForm))
        return one(MyTestimonialSerializer, feeds.my_testimonial(self.person, made), new=True)


class TestimonialRequests(Door):
    @operation(
        "ask_for_testimonial",
        "Ask someone for a testimonial",
        tag=TAG,
        takes=RequestForm,
        about="For the author of the story, and for the owner and animators: a person by id, or the author of a comment under it.",
    )
    def post(self, request: Request, post_id: str) -> Response:
        post = access.get_post_or_404(self.person, post_id)
        sent = self.sent(RequestForm)
        comment = access.get_comment_of_post_or_404(self.person, post.pk, sent["comment"]) if sent["comment"] else None
        actions.ask_for_testimonial(
            by=self.person, post=post, person=sent["person"] or "", comment=comment, at=timezone.now(), source="api"
        )
        return nothing()


class MyTestimonials(Door):
    @operation("list_testimonials", "List your testimonials", tag=TAG, gives=MyTestimonialListSerializer, refuses=(401, 429))
    def get(self, request: Request) -> Response:
        return many(MyTestimonialSerializer, feeds.my_testimonials(self.person), next_cursor=None)


class OneTestimonial(Door):
    @operation(
        "write_testimonial",
        "Change the words of your testimonial",
        tag=TAG,
        takes=QuoteForm,
        gives=MyTestimonialSerializer,
        about="The consents given to the former words fall.",
    )
    def patch(self, request: Request, testimonial_id: str) -> Response:
        testimonial = access.get_testimonial_or_404(self.person, testimonial_id)
        actions.write_testimonial(by=self.person, testimonial=testimonial, at=timezone.now(), **self.sent(QuoteForm))
        return one(MyTestimonialSerializer, feeds.my_testimonial(self.person, testimonial))

    @operation(
        "drop_testimonial",
        "Take your testimonial away",
        tag=TAG,
        about="With its consents, for good. Or decline what was asked, which whoever asked is told.",
    )
    def delete(self, request: Request, testimonial_id: str) -> Response:
        actions.drop_testimonial(by=self.person, testimonial=access.get_testimonial_or_404(self.person, testimonial_id), at=timezone.now())
        return nothing()


class MyConsent(Door):
    @operation(
        "give_consent", "Let your testimonial be shown there", tag=TAG, gives=MyTestimonialSerializer, about="internal, board or public."
    )
    def put(self, request: Request, testimonial_id: str, use: str) -> Response:
        testimonial = access.get_testimonial_or_404(self.person, testimonial_id)
        actions.give_consent(by=self.person, testimonial=testimonial, use=use, at=timezone.now())
        return one(MyTestimonialSerializer, feeds.my_testimonial(self.person, testimonial))

    @operation("withdraw_consent", "Let your testimonial be shown there no more", tag=TAG, about="From this instant.")
    def delete(self, request: Request, testimonial_id: str, use: str) -> Response:
        testimonial = access.get_testimonial_or_404(self.person, testimonial_id)
        actions.withdraw_consent(by=self.person, testimonial=testimonial, use=use, at=timezone.now())
        return nothing()
