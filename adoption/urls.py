"""Addresses of adoption."""

from django.urls import path

from adoption.views import decisions, pages

urlpatterns = [
    path("adoption/", pages.network, name="adoption-network"),
    path("adoption/expert/", pages.expert, name="adoption-expert"),
    path("adoption/communities/<slug:slug>/", pages.community, name="adoption-community"),
    path("adoption/decisions/", decisions.decide, name="adoption-decide"),
    path("adoption/measured/", pages.measured, name="adoption-measured"),
]
