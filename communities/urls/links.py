"""Links: the card of a page that a text shows."""

from django.urls import path

from communities.views import links

urlpatterns = [
    path("links/", links.ask, name="link-ask"),
    path("links/asked/<str:mark>", links.asked, name="link-asked"),
    path("links/asked/<str:mark>/picture", links.asked_picture, name="link-asked-picture"),
    path("links/<slug:token>/picture", links.picture, name="link-picture"),
    path("links/<slug:token>/remove", links.remove, name="link-remove"),
]
