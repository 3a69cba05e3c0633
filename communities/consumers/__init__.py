"""The socket door: `/ws/`."""

from typing import Any

from django.urls import path

from .socket import serve

_door: Any = serve  # a view to Django's types, an ASGI application to the router of Channels
websocket_urlpatterns = [path("ws/", _door)]
