"""Health for proxies and supervisors: is the process alive, and is everything it stands on there?"""

import redis
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache

_migrated = False  # asked until it is so: this code wants no other migrations for as long as it runs


@never_cache
@login_not_required
def alive(request: HttpRequest) -> HttpResponse:
    """200 as long as this process answers."""
    return HttpResponse("ok", content_type="text/plain")


@never_cache
@login_not_required
def ready(request: HttpRequest) -> HttpResponse:
    """200 when the database answers, is migrated, and Redis (where there is one) answers; else 503 and which is wrong."""
    state = {"database": _database(), "redis": _redis()}
    fine = all(word in {"ok", "none"} for word in state.values())
    return JsonResponse(state, status=200 if fine else 503)


def _database() -> str:
    global _migrated
    try:
        if _migrated:
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1")
            return "ok"
        executor = MigrationExecutor(connection)
    except DatabaseError:
        return "unreachable"
    _migrated = not executor.migration_plan(executor.loader.graph.leaf_nodes())
    return "ok" if _migrated else "migrations pending"


def _redis() -> str:
    if not settings.REDIS_URL:
        return "none"
    try:
        with redis.from_url(settings.REDIS_URL, socket_timeout=1, socket_connect_timeout=1) as client:
            client.ping()
    except redis.RedisError:
        return "unreachable"
    return "ok"
