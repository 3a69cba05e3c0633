"""Addresses of adoption."""

from django.urls import path

from adoption.views import decisions, mine, pages, team, units

urlpatterns = [
    path("adoption/", pages.network, name="adoption-network"),
    path("adoption/communities/<slug:slug>/", pages.community, name="adoption-community"),
    path("adoption/decisions/", decisions.decide, name="adoption-decide"),
    path("adoption/mine/", mine.mine, name="adoption-mine"),
    path("adoption/team/", team.team, name="adoption-team"),
    path("adoption/units/", units.units, name="adoption-units"),
    path("adoption/units/<int:id>/", units.unit, name="adoption-unit"),
    path("adoption/measured/", pages.measured, name="adoption-measured"),
]
