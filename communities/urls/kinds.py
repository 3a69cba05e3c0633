"""What one does with a post of a certain kind."""

from django.urls import path

from communities.views import polls

urlpatterns = [
    path("p/<str:id>/vote", polls.vote, name="poll-vote"),
]
