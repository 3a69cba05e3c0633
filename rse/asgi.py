"""Sockets in production, for uvicorn; the proxy sends it `/ws/` and nothing else."""

import os
from typing import Any, cast

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rse.settings")
os.environ.setdefault("MAILLAGE_PROCESS", "live")

from a2wsgi import WSGIMiddleware
from django.core.wsgi import get_wsgi_application

# Health only. Threads that stay keep their connection; stock ASGI opens one per request.
http = WSGIMiddleware(cast(Any, get_wsgi_application()), workers=2)

from rse.sockets import protocols  # noqa: E402 (Django must be ready first)

application = protocols(http=http)
