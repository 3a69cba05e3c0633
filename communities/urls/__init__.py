"""Addresses of the communities: home, communities, threads, people, notifications."""

from communities.urls import people, places, posts

urlpatterns = [
    *posts.urlpatterns,
    *places.urlpatterns,
    *people.urlpatterns,
]
