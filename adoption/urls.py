"""Addresses of adoption."""

from django.urls import path

from adoption.views import (
    campaigns,
    consultations,
    decisions,
    kept,
    launch,
    mine,
    nominate,
    pages,
    pauses,
    pioneer,
    pioneers,
    seeding,
    team,
    units,
)

urlpatterns = [
    path("adoption/", pages.network, name="adoption-network"),
    path("adoption/expert/", pages.expert, name="adoption-expert"),
    path("adoption/communities/<slug:slug>/", pages.community, name="adoption-community"),
    path("adoption/decisions/", decisions.decide, name="adoption-decide"),
    path("adoption/pioneers/", pioneers.pioneers, name="adoption-pioneers"),
    path("adoption/pioneer/", pioneer.pioneer, name="adoption-pioneer"),
    path("adoption/nominate/", nominate.nominate, name="adoption-nominate"),
    path("adoption/launch/", launch.launch, name="adoption-launch"),
    path("adoption/seeding/", seeding.seeding, name="adoption-seeding"),
    path("adoption/seeding/reach/", seeding.reach, name="adoption-seeding-reach"),
    path("adoption/seeding/people/", seeding.people, name="adoption-seeding-people"),
    path("adoption/seeding/people/lines.csv", seeding.problems, name="adoption-seeding-problems"),
    path("adoption/kept/", kept.kept, name="adoption-kept"),
    path("adoption/kept.json", kept.kept_json, name="adoption-kept-json"),
    path("adoption/kept.csv", kept.kept_csv, name="adoption-kept-csv"),
    path("adoption/consultations/", consultations.consultations, name="adoption-consultations"),
    path("adoption/pauses/", pauses.index, name="adoption-pauses"),
    path("adoption/pauses/<int:id_>/", pauses.show, name="adoption-pause"),
    path("adoption/pauses/<int:id_>/consent/<slug:slug>/", pauses.consent, name="adoption-pause-consent"),
    path("adoption/campaigns/", campaigns.index, name="adoption-campaigns"),
    path("adoption/campaigns/<int:id_>/", campaigns.show, name="adoption-campaign"),
    path("adoption/mine/", mine.mine, name="adoption-mine"),
    path("adoption/team/", team.team, name="adoption-team"),
    path("adoption/units/", units.units, name="adoption-units"),
    path("adoption/units/<int:id>/", units.unit, name="adoption-unit"),
    path("adoption/measured/", pages.measured, name="adoption-measured"),
]
