"""Addresses of what is being written: drafts."""

from django.urls import path

from communities.views import drafts

urlpatterns = [
    path("drafts/", drafts.index, name="draft-list"),
    path("drafts/<slug:key>", drafts.save, name="draft-save"),
    path("drafts/<slug:key>/drop", drafts.drop, name="draft-drop"),
]
