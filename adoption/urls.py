"""Addresses of adoption."""

from django.urls import path

from adoption.views import barometer, consultations, decisions, kept, mine, packs, pages, pauses, pioneers, team, units

urlpatterns = [
    path("adoption/", pages.network, name="adoption-network"),
    path("adoption/expert/", pages.expert, name="adoption-expert"),
    path("adoption/communities/<slug:slug>/", pages.community, name="adoption-community"),
    path("adoption/decisions/", decisions.decide, name="adoption-decide"),
    path("adoption/pioneers/", pioneers.pioneers, name="adoption-pioneers"),
    path("adoption/kept/", kept.kept, name="adoption-kept"),
    path("adoption/kept.json", kept.kept_json, name="adoption-kept-json"),
    path("adoption/kept.csv", kept.kept_csv, name="adoption-kept-csv"),
    path("adoption/consultations/", consultations.consultations, name="adoption-consultations"),
    path("adoption/pauses/", pauses.index, name="adoption-pauses"),
    path("adoption/pauses/<int:id_>/", pauses.show, name="adoption-pause"),
    path("adoption/pauses/<int:id_>/consent/<slug:slug>/", pauses.consent, name="adoption-pause-consent"),
    path("adoption/packs/", packs.index, name="adoption-packs"),
    path("adoption/packs/new/", packs.create, name="adoption-pack-create"),
    path("adoption/packs/<int:id_>/", packs.show, name="adoption-pack"),
    path("adoption/packs/<int:id_>/remake/", packs.remake, name="adoption-pack-remake"),
    path("adoption/packs/<int:id_>/delete/", packs.delete, name="adoption-pack-delete"),
    path("adoption/packs/<int:id_>/<str:kind>/", packs.download, name="adoption-pack-download"),
    path("adoption/barometer/", barometer.show, name="adoption-barometer"),
    path("adoption/barometer/results/", barometer.results, name="adoption-barometer-results"),
    path("adoption/barometer/wave/", barometer.wave, name="adoption-barometer-wave"),
    path("adoption/mine/", mine.mine, name="adoption-mine"),
    path("adoption/team/", team.team, name="adoption-team"),
    path("adoption/units/", units.units, name="adoption-units"),
    path("adoption/units/<int:id>/", units.unit, name="adoption-unit"),
    path("adoption/measured/", pages.measured, name="adoption-measured"),
]
