"""Addresses of one's own account; those of signing in are allauth's."""

from django.contrib.auth.decorators import login_required
from django.urls import path

from rse.people.views import pages, preferences, profile, signing, tokens

urlpatterns = [
    path("account/profile/", profile.edit, name="profile-edit"),
    path("account/knowledge/", profile.knowledge, name="knowledge-change"),
    path("account/photo/", profile.photo, name="photo-change"),
    path("account/settings/", preferences.edit, name="settings"),
    path("account/token/", tokens.edit, name="token"),
    path("account/theme/", preferences.theme, name="theme"),
    path("account/sign-out-everywhere/", signing.sign_out_everywhere, name="sign-out-everywhere"),
    path("people/<int:id>/photo/<slug:name>", profile.see_photo, name="person-photo"),
    path("language", preferences.set_language, name="set_language"),
    path("accessibility/", pages.accessibility, name="accessibility"),
    path("email/", login_required(signing.AddressView.as_view()), name="account_email"),
]
