"""Communities and their members."""

from django.urls import path

from communities.views import communities, finding, memberships
from communities.views.rates import searches, writes

urlpatterns = [
    path("c/", searches(finding.index), name="community-list"),
    path("c/new", writes("change", communities.create), name="community-create"),
    path("c/<slug:slug>/", communities.show, name="community-show"),
    path("c/<slug:slug>/about", communities.about, name="community-about"),
    path("c/<slug:slug>/settings", writes("change", communities.settings), name="community-settings"),
    path("c/<slug:slug>/rename", writes("change", communities.rename), name="community-rename"),
    path("c/<slug:slug>/archive", communities.archive, name="community-archive"),
    path("c/<slug:slug>/members", memberships.index, name="community-members"),
    path("c/<slug:slug>/members/<str:person_id>/remove", writes("change", memberships.remove), name="member-remove"),
    path("c/<slug:slug>/members/<str:person_id>/role", writes("change", memberships.change_role), name="member-role"),
    path("c/<slug:slug>/members/<str:person_id>/lift-ban", memberships.lift_ban, name="member-lift-ban"),
    path("c/<slug:slug>/join", writes("change", memberships.join), name="community-join"),
    path("c/<slug:slug>/leave", writes("change", memberships.leave), name="community-leave"),
    path("c/<slug:slug>/dismiss", writes("change", finding.dismiss), name="community-dismiss"),
    path("c/<slug:slug>/ask", writes("ask", memberships.ask), name="community-ask"),
    path("c/<slug:slug>/requests", memberships.requests, name="community-requests"),
    path("c/<slug:slug>/requests/<str:request_id>", memberships.decide, name="request-decide"),
    path("c/<slug:slug>/invite", searches(writes("ask", memberships.invite)), name="community-invite"),
    path("c/<slug:slug>/decline", memberships.decline, name="community-decline"),
    path("c/<slug:slug>/hand-over", memberships.hand_over, name="community-hand-over"),
]
