"""Addresses of adoption."""

from django.urls import path

from adoption.views import decisions, mine, pages

urlpatterns = [
    path("adoption/", pages.network, name="adoption-network"),
    path("adoption/communities/<slug:slug>/", pages.community, name="adoption-community"),
    path("adoption/decisions/", decisions.decide, name="adoption-decide"),
    path("adoption/mine/", mine.mine, name="adoption-mine"),
    path("adoption/measured/", pages.measured, name="adoption-measured"),
]
