"""Communities and their members."""

from django.urls import path

from communities.views import communities, memberships

urlpatterns = [
    path("c/", communities.index, name="community-list"),
    path("c/new", communities.create, name="community-create"),
    path("c/<slug:slug>/", communities.show, name="community-show"),
    path("c/<slug:slug>/about", communities.about, name="community-about"),
    path("c/<slug:slug>/settings", communities.settings, name="community-settings"),
    path("c/<slug:slug>/rename", communities.rename, name="community-rename"),
    path("c/<slug:slug>/archive", communities.archive, name="community-archive"),
    path("c/<slug:slug>/members", memberships.index, name="community-members"),
    path("c/<slug:slug>/members/<str:person_id>/remove", memberships.remove, name="member-remove"),
    path("c/<slug:slug>/members/<str:person_id>/role", memberships.change_role, name="member-role"),
    path("c/<slug:slug>/members/<str:person_id>/lift-ban", memberships.lift_ban, name="member-lift-ban"),
    path("c/<slug:slug>/join", memberships.join, name="community-join"),
    path("c/<slug:slug>/leave", memberships.leave, name="community-leave"),
    path("c/<slug:slug>/ask", memberships.ask, name="community-ask"),
    path("c/<slug:slug>/requests", memberships.requests, name="community-requests"),
    path("c/<slug:slug>/requests/<str:request_id>", memberships.decide, name="request-decide"),
    path("c/<slug:slug>/invite", memberships.invite, name="community-invite"),
    path("c/<slug:slug>/decline", memberships.decline, name="community-decline"),
    path("c/<slug:slug>/hand-over", memberships.hand_over, name="community-hand-over"),
]
