"""Addresses of what one notes for oneself while reading."""

from django.urls import path

from communities.views import bookmarks, marks

urlpatterns = [
    path("kept/", bookmarks.index, name="bookmark-list"),
    path("p/<str:id>/saved", marks.save, name="post-save"),
]
