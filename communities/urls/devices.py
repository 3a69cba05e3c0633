"""Addresses of the notifications on one's devices."""

from django.urls import path

from communities.views import devices
from communities.views.rates import writes

urlpatterns = [
    path("account/push/", devices.index, name="push-devices"),
    path("account/push/key", devices.key, name="push-key"),
    path("account/push/on", writes("change", devices.switch_on), name="push-on"),
    path("account/push/<int:id>/off", devices.switch_off, name="push-off"),
    path("account/push/<int:id>/test", writes("ask", devices.test), name="push-test"),
    path("account/push/<int:id>/detail", writes("change", devices.detail), name="push-detail"),
]
