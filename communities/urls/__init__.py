"""Addresses of the communities: home, communities, threads, people, notifications."""

from communities.urls import (
    agreements,
    bonds,
    composing,
    devices,
    files,
    kinds,
    links,
    mails,
    order,
    people,
    places,
    posts,
    reading,
    searching,
    writing,
)

urlpatterns = [
    # What is asked most stands first: Django tries one after the other.
    *posts.urlpatterns,
    *places.urlpatterns,
    *people.urlpatterns,
    *reading.urlpatterns,
    *searching.urlpatterns,
    *agreements.urlpatterns,
    *bonds.urlpatterns,
    *kinds.urlpatterns,
    *files.urlpatterns,
    *links.urlpatterns,
    *writing.urlpatterns,
    *composing.urlpatterns,
    *order.urlpatterns,
    *devices.urlpatterns,
    *mails.urlpatterns,
]
