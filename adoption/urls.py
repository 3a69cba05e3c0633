"""Addresses of adoption."""

from django.urls import path

from adoption.views import decisions, pages, pauses

urlpatterns = [
    path("adoption/", pages.network, name="adoption-network"),
    path("adoption/communities/<slug:slug>/", pages.community, name="adoption-community"),
    path("adoption/decisions/", decisions.decide, name="adoption-decide"),
    path("adoption/pauses/", pauses.index, name="adoption-pauses"),
    path("adoption/pauses/<int:id_>/", pauses.show, name="adoption-pause"),
    path("adoption/pauses/<int:id_>/consent/<slug:slug>/", pauses.consent, name="adoption-pause-consent"),
    path("adoption/measured/", pages.measured, name="adoption-measured"),
]
