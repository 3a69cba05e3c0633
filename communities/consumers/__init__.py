"""The socket door: `/ws/`."""

from django.urls import path

from .socket import serve

websocket_urlpatterns = [path("ws/", serve)]
