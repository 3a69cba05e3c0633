"""Addresses of the communities: home, communities, threads, people, notifications."""

from communities.urls import kinds, people, places, posts, reading, writing

urlpatterns = [
    *kinds.urlpatterns,
    *posts.urlpatterns,
    *places.urlpatterns,
    *people.urlpatterns,
    *reading.urlpatterns,
    *writing.urlpatterns,
]
