"""HTTP, for gunicorn in production and under a2wsgi in the embedded process."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rse.settings")
os.environ.setdefault("MAILLAGE_PROCESS", "web")

from django.core.wsgi import get_wsgi_application

from rse.celery import warm

application = get_wsgi_application()
warm()
