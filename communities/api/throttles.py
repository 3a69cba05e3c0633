"""How often one person may call: all calls together, and writes apart. Without a cache nobody is held back."""

from rest_framework.request import Request
from rest_framework.throttling import UserRateThrottle
from rest_framework.views import APIView

SAFE = ("GET", "HEAD", "OPTIONS")


class ReadThrottle(UserRateThrottle):
    scope = "user"


class WriteThrottle(UserRateThrottle):
    """Counts what changes something."""

    scope = "write"

    def get_cache_key(self, request: Request, view: APIView) -> str | None:
        return None if request.method in SAFE else super().get_cache_key(request, view)
