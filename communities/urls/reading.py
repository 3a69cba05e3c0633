"""Addresses of what one notes for oneself while reading."""

from django.urls import path

from communities.views import bookmarks, marks, reads
from communities.views.rates import writes

urlpatterns = [
    path("kept/", bookmarks.index, name="bookmark-list"),
    path("read", reads.mark, name="read-mark"),
    path("read/all", reads.mark_all, name="read-all"),
    path("read/undo", reads.undo, name="read-undo"),
    path("p/<str:id>/card", reads.card, name="post-card"),
    path("p/<str:id>/saved", writes("react", marks.save), name="post-save"),
]
