"""Search."""

from django.urls import path

from communities.views import searching
from communities.views.rates import at_most, searches, writes

urlpatterns = [
    path("search/", searches(searching.index), name="search"),
    path("search/suggestions", at_most(240)(searching.suggestions), name="search-suggestions"),
    path("search/forget", writes("change", searching.forget), name="search-forget"),
]
