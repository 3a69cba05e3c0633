"""The one process of the embedded installation: HTTP through WSGI threads, sockets through Channels, tasks beside them."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, cast

import uvicorn
from a2wsgi import WSGIMiddleware
from celery import Celery, beat
from celery.worker import WorkController, state
from django.core.wsgi import get_wsgi_application

from rse.sockets import protocols

HTTP_THREADS = 8
TASK_THREADS = 2


def application() -> Any:
    """The whole site as one ASGI application. WSGI below: its threads keep their database connections."""
    return protocols(http=WSGIMiddleware(cast(Any, get_wsgi_application()), workers=HTTP_THREADS))


def server_config(app: Any, **options: Any) -> uvicorn.Config:
    """How uvicorn serves it; per-message compression would double the memory of a socket."""
    return uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        server_header=False,
        lifespan="on",
        ws_per_message_deflate=False,
        ws_max_size=65_536,
        timeout_graceful_shutdown=3,
        **options,
    )


@contextmanager
def tasks(app: Celery) -> Iterator[None]:
    """Celery's worker and beat in threads of this process, for as long as the block lasts."""
    app.loader.import_default_modules()
    vars(state)["should_stop"] = None
    worker = WorkController(
        app=app,
        hostname="embedded@localhost",
        pool="threads",
        concurrency=TASK_THREADS,
        loglevel="WARNING",
        without_gossip=True,
        without_mingle=True,
        without_heartbeat=True,
    )
    clock = beat.Service(app, max_interval=5, scheduler_cls=beat.Scheduler)
    threads = [_thread("worker", worker.start), _thread("beat", clock.start)]
    try:
        yield
    finally:
        clock.stop()
        vars(state)["should_stop"] = 0  # celery reads it as “stop, with success”
        for thread in threads:
            thread.join(5)


def _thread(name: str, target: Callable[[], Any]) -> threading.Thread:
    thread = threading.Thread(target=target, name=name, daemon=True)
    thread.start()
    return thread
