"""What the members of a community agree on: its charter, its practices, what is proposed for both, the answers one may rely on."""

from django.urls import path

from communities.views import charters, practices, proposals, referents, reliance
from communities.views.rates import searches, writes

urlpatterns = [
    path("charter/ask", charters.ask, name="charter-ask"),
    path("c/<slug:slug>/charter", charters.show, name="charter-show"),
    path("c/<slug:slug>/charter/versions", charters.history, name="charter-history"),
    path("c/<slug:slug>/charter/accept", writes("change", charters.accept), name="charter-accept"),
    path("c/<slug:slug>/charter/review", writes("change", charters.review), name="charter-review"),
    path("c/<slug:slug>/charter/propose", writes("change", proposals.of_charter), name="charter-propose"),
    path("c/<slug:slug>/charter/proposals/<str:id>", proposals.moved, name="charter-proposal"),
    path("c/<slug:slug>/proposals/<str:id>", proposals.show, name="proposal-show"),
    path("c/<slug:slug>/proposals/<str:id>/edit", writes("change", proposals.rewrite), name="proposal-rewrite"),
    path("c/<slug:slug>/proposals/<str:id>/opinion", writes("change", proposals.opinion), name="proposal-opinion"),
    path("c/<slug:slug>/proposals/<str:id>/decide", writes("change", proposals.decide), name="proposal-decide"),
    path("c/<slug:slug>/practices", practices.index, name="practice-list"),
    path("c/<slug:slug>/practices/new", writes("change", practices.create), name="practice-create"),
    path("c/<slug:slug>/practices/propose", writes("change", proposals.of_new_practice), name="practice-propose"),
    path("c/<slug:slug>/practices/retired", practices.retired, name="practice-retired"),
    path("c/<slug:slug>/practices/<str:id>/history", practices.history, name="practice-history"),
    path("c/<slug:slug>/practices/<str:id>/edit", writes("change", practices.edit), name="practice-edit"),
    path("c/<slug:slug>/practices/<str:id>/propose", writes("change", proposals.of_practice), name="practice-propose-change"),
    path("c/<slug:slug>/practices/<str:id>/apply", writes("change", practices.apply), name="practice-apply"),
    path("c/<slug:slug>/practices/<str:id>/review", writes("change", practices.review), name="practice-review"),
    path("c/<slug:slug>/practices/<str:id>/retire", writes("change", practices.retire), name="practice-retire"),
    path("c/<slug:slug>/referents", writes("change", referents.index), name="referent-list"),
    path("c/<slug:slug>/referents/<str:id>/release", writes("change", referents.release), name="referent-release"),
    path("similar", searches(reliance.similar, field="title"), name="similar"),
    path("p/<str:id>/held", writes("change", reliance.held), name="answer-held"),
    path("p/<str:id>/comments/<str:comment_id>/mark", writes("change", reliance.mark), name="answer-mark"),
]
