"""The floor: a bare Django view on the same server, interpreter and database. No middleware, one SELECT by key, 46 bytes."""

import os

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.bench.floor_settings"

import django
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import path


def floor(request: HttpRequest) -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM communities_community WHERE id = %s", [1])
        cursor.fetchone()
    return HttpResponse(b"0123456789012345678901234567890123456789012345", content_type="text/plain")


urlpatterns = [path("", floor)]

django.setup(set_prefix=False)
application = WSGIHandler()
