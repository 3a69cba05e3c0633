"""What one does with a post of a certain kind."""

from django.urls import path

from communities.views import announcements, polls, stories, testimonials
from communities.views.rates import writes

urlpatterns = [
    path("announcements/", announcements.to_read, name="announcement-list"),
    path("p/<str:id>/read", writes("react", announcements.acknowledge), name="announcement-acknowledge"),
    path("stories/", stories.board, name="story-board"),
    path("p/<str:id>/countersign", writes("change", stories.countersign), name="story-countersign"),
    path("p/<str:id>/renew", writes("change", stories.renew), name="story-renew"),
    path("p/<str:id>/retire", writes("change", stories.retire), name="story-retire"),
    path("p/<str:id>/testimonials", writes("change", testimonials.offer), name="testimonial-offer"),
    path("p/<str:id>/testimonials/ask", writes("ask", testimonials.ask), name="testimonial-ask"),
    path("testimonials/", testimonials.index, name="testimonial-list"),
    path("testimonials/<str:id>", writes("change", testimonials.change), name="testimonial-change"),
    path("p/<str:id>/vote", writes("react", polls.vote), name="poll-vote"),
    path("p/<str:id>/close", writes("change", polls.close), name="poll-close"),
]
