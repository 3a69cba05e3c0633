"""Requests, bounded in number, on 127.0.0.1; and the processor time they cost to the processes that answer."""

import gzip
import http.client
import statistics
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import psutil

CLIENTS = 4


@dataclass
class Request:
    """One request to send; `status` is the only answer that counts as success."""

    method: str
    path: str
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    status: int = 200


@dataclass(frozen=True)
class Cost:
    """Of one round: processor milliseconds per request, proxy's gzip included, and waiting times."""

    cpu_ms: float
    median_ms: float
    p95_ms: float
    gzip_bytes: int


def measure(port: int, make: Callable[[int], Request], *, count: int, pids: Sequence[int]) -> Cost:
    """Send `count` requests by CLIENTS kept connections; raises RuntimeError at the first wrong answer."""
    turns = iter(range(count))
    lock = threading.Lock()
    waits: list[float] = []
    bodies: list[bytes] = []
    failures: list[str] = []

    def client() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        while not failures:
            with lock:
                turn = next(turns, None)
            if turn is None:
                break
            request = make(turn)
            began = time.perf_counter()
            connection.request(request.method, request.path, request.body or None, request.headers)
            answer = connection.getresponse()
            body = answer.read()
            waits.append((time.perf_counter() - began) * 1_000)
            bodies.append(body)
            if answer.status != request.status:
                failures.append(f"{request.method} {request.path}: {answer.status} {answer.getheader('Location') or body[:200]!r}")
        connection.close()

    before = cpu_seconds(pids)
    threads = [threading.Thread(target=client) for _ in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    spent = cpu_seconds(pids) - before
    if failures:
        raise RuntimeError(failures[0])
    began = time.process_time()
    packed = [len(gzip.compress(body, 1)) for body in bodies]
    spent += time.process_time() - began
    waits.sort()
    return Cost(
        cpu_ms=spent / count * 1_000,
        median_ms=statistics.median(waits),
        p95_ms=waits[int(len(waits) * 0.95)],
        gzip_bytes=round(statistics.median(packed)),
    )


def cpu_seconds(pids: Sequence[int]) -> float:
    """User and system time of these processes, their children, and the children that have ended."""
    total = 0.0
    for pid in pids:
        parent = psutil.Process(pid)
        for process in (parent, *parent.children(recursive=True)):
            try:
                times = process.cpu_times()
            except psutil.NoSuchProcess:
                continue
            total += times.user + times.system + times.children_user + times.children_system
    return total
