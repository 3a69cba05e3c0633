"""What people speak of, and whom and what one follows."""

from django.urls import path

from communities.views import guests, home, levels, thread_invitations, topics
from communities.views.rates import searches, writes

urlpatterns = [
    path("topics/", searches(topics.index), name="topic-list"),
    path("topics/<str:key>/", topics.show, name="topic-show"),
    path("topics/<str:key>/level", writes("react", levels.of_topic), name="topic-level"),
    path("people/<str:id>/level", writes("react", levels.of_person), name="person-level"),
    path("c/<slug:slug>/level", writes("react", levels.of_community), name="community-level"),
    path("p/<str:id>/level", writes("react", levels.of_thread), name="thread-level"),
    path("p/<str:id>/invite", searches(writes("ask", thread_invitations.invite)), name="thread-invite"),
    path("invited/<str:id>", writes("change", thread_invitations.answer), name="thread-invited"),
    path("invitation/<str:token>/", thread_invitations.arrive, name="invitation"),
    path("c/<slug:slug>/guests", guests.index, name="guest-list"),
    path("people/<str:id>/until", writes("change", guests.until), name="guest-until"),
    path("feed/choice", home.choose, name="feed-choice"),
    path("feed/why", home.why, name="feed-why"),
    path("following/", levels.index, name="following"),
]
