"""Addresses of what is for one's devices: notifications on them, and what they keep."""

from django.urls import path

from communities.views import devices, offline
from communities.views.rates import writes

urlpatterns = [
    path("offline/feed", offline.feed, name="offline-feed"),
    path("account/push/", devices.index, name="push-devices"),
    path("account/push/key", devices.key, name="push-key"),
    path("account/push/on", writes("change", devices.switch_on), name="push-on"),
    path("account/push/<int:id>/off", devices.switch_off, name="push-off"),
    path("account/push/<int:id>/test", writes("ask", devices.test), name="push-test"),
    path("account/push/<int:id>/detail", writes("change", devices.detail), name="push-detail"),
]
