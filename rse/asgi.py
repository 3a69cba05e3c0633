"""Sockets in production, for uvicorn; the proxy sends it `/ws/` and nothing else."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rse.settings")
os.environ.setdefault("MAILLAGE_PROCESS", "live")

from django.core.asgi import get_asgi_application

http = get_asgi_application()

from rse.sockets import protocols  # noqa: E402 (Django must be ready first)

application = protocols(http=http)
