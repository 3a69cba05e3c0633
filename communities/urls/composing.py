"""Addresses of what helps one write: the preview, suggestions."""

from django.urls import path

from communities.views import previews, suggestions

urlpatterns = [
    path("preview", previews.show, name="preview"),
    path("suggest", suggestions.index, name="suggest"),
]
