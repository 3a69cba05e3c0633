"""Fetching a page of the web that somebody named, or writing to an address, without being led elsewhere: into our own network least of all.

An address is resolved once and the connection made to what was checked, so that a name cannot mean another machine a moment
later; each redirect is checked as the first address was. One deadline holds for all of it, and so many bytes. No cookie, no
credential, no proxy of the environment.
"""

import io
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException, HTTPResponse
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from queue import Empty, Queue
from typing import Any
from urllib.parse import SplitResult, quote, urljoin, urlsplit

SECONDS, CONNECT_SECONDS = 5.0, 3.0
MAX_ADDRESS = 2_000
MAX_REDIRECTS = 3
AGENT = "Mozilla/5.0 (compatible; MaillageLinkPreview/1.0)"
_CHUNK = 1 << 14
_SAFE = "!#$%&'()*+,/:;=?@[]~"
_MOVED = (301, 302, 303, 307, 308)
_CLOSED = [
    ip_network(net)
    for net in (
        "0.0.0.0/8", "100.64.0.0/10", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "198.18.0.0/15", "198.51.100.0/24",
        "203.0.113.0/24", "240.0.0.0/4", "::/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32", "fc00::/7", "fec0::/10",
    )
]  # fmt: skip
_NAT64, _6TO4 = ip_network("64:ff9b::/96"), ip_network("2002::/16")

Ip = IPv4Address | IPv6Address


class NotFetched(Exception):
    """Nothing came. `again`: it may another time, when whoever was asked answers."""

    def __init__(self, why: str, *, again: bool = False) -> None:
        super().__init__(why)
        self.again = again


@dataclass(frozen=True)
class Fetched:
    """What was there. `content` is its beginning when `is_whole` is not so; empty where the type was not among those to be read."""

    url: str
    media_type: str
    charset: str
    content: bytes
    is_whole: bool


@dataclass(frozen=True)
class Posted:
    """What was answered to something posted: the status, and in how many seconds one may come back, when it says so."""

    status: int
    again_after: int | None = None


def clean_address(written: str) -> str | None:
    """The address as it is asked for; None for one that is not fetched: no http, a port of its own, credentials."""
    return _clean(written, ports=(80, 443))


def is_public(ip: Ip) -> bool:
    """Whether this machine stands on the public internet, however its address is wrapped."""
    if isinstance(ip, IPv6Address):
        if ip.scope_id is not None or any(ip in net for net in _CLOSED if net.version == 6):
            return False
        if ip.ipv4_mapped is not None:
            return is_public(ip.ipv4_mapped)
        if ip in _NAT64:
            return is_public(IPv4Address(int(ip) & 0xFFFFFFFF))
        if ip in _6TO4:
            return is_public(IPv4Address((int(ip) >> 80) & 0xFFFFFFFF))
    elif any(ip in net for net in _CLOSED if net.version == 4):
        return False
    unfit = ip.is_private or ip.is_loopback or ip.is_link_local or ip.is_multicast or ip.is_reserved or ip.is_unspecified
    return ip.is_global and not unfit


def look_up(host: str, port: int) -> list[str]:
    """The addresses of a name, as the system knows them. Raises OSError."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(place[4][0]) for place in found]


@dataclass(frozen=True)
class Reach:
    """Where a fetch may go: tests alone give another one than the internet."""

    resolve: Callable[[str, int], Sequence[str]] = look_up
    may_reach: Callable[[Ip], bool] = is_public
    ports: Collection[int] = (80, 443)
    trust: Callable[[], ssl.SSLContext] = field(default=ssl.create_default_context)


INTERNET = Reach()


def fetch(url: str, *, accept: Sequence[str], most: int, seconds: float = SECONDS, reach: Reach = INTERNET) -> Fetched:
    """Ask for that address, follow it at most three times, and read at most so many bytes of what is of a type in `accept`.

    `accept` holds types, or their beginnings ("image/"). Raises NotFetched, and nothing else.
    """
    until = time.monotonic() + seconds
    for _hop in range(MAX_REDIRECTS + 1):
        address = _clean(url, ports=reach.ports)
        if address is None:
            raise NotFetched("this address is not fetched")
        answer = _ask(address, accept=accept, most=most, until=until, reach=reach)
        if isinstance(answer, Fetched):
            return answer
        url = answer
    raise NotFetched("too many redirects")


def post(url: str, body: bytes, headers: Mapping[str, str], *, seconds: float = SECONDS, reach: Reach = INTERNET) -> Posted:
    """Post to that address, under the same conditions as `fetch`; no redirect is followed. Raises NotFetched, and nothing else."""
    until = time.monotonic() + seconds
    address = _clean(url, ports=reach.ports)
    if address is None:
        raise NotFetched("this address is not written to")
    with _connected(address, until=until, reach=reach) as connection:
        target = urlsplit(address)
        connection.request("POST", _target(target), body=body, headers={**headers, "Connection": "close"})
        response = connection.getresponse()
        wait = (response.getheader("Retry-After") or "").strip()
        return Posted(response.status, int(wait) if wait.isascii() and wait.isdigit() and len(wait) < 7 else None)


def _clean(written: str, *, ports: Collection[int]) -> str | None:
    written = written.strip()
    if len(written) > MAX_ADDRESS or "\\" in written or any(letter <= " " or letter == "\x7f" for letter in written):
        return None
    try:
        parts = urlsplit(written)
        port, host = parts.port, _ascii(parts.hostname or "")
    except ValueError:
        return None
    scheme = parts.scheme.lower()
    usual = {"http": 80, "https": 443}.get(scheme)
    if usual is None or not host or parts.username is not None or parts.password is not None or (port or usual) not in ports:
        return None
    place = f"[{host}]" if ":" in host else host
    query = f"?{quote(parts.query, safe=_SAFE)}" if parts.query else ""
    return f"{scheme}://{place}{'' if port in (None, usual) else f':{port}'}{quote(parts.path, safe=_SAFE) or '/'}{query}"


def _ascii(host: str) -> str:
    """The name as the network knows it. Raises ValueError on what is none."""
    if "%" in host or any(letter in host for letter in "<>\"'"):
        raise ValueError(host)
    return host if host.isascii() else host.encode("idna").decode("ascii")


def _ask(address: str, *, accept: Sequence[str], most: int, until: float, reach: Reach) -> "Fetched | str":
    """What is there, or the address that it sends us to."""
    with _connected(address, until=until, reach=reach) as connection:
        connection.request("GET", _target(urlsplit(address)), headers=_headers(accept))
        response = connection.getresponse()
        if response.status in _MOVED and (location := response.getheader("Location")):
            return urljoin(address, location)
        if response.status != 200:
            raise NotFetched(f"status {response.status}", again=response.status in (429, 500, 502, 503, 504))
        return _read(address, response, accept=accept, most=most, until=until)


def _target(parts: SplitResult) -> str:
    return parts.path + (f"?{parts.query}" if parts.query else "")


@contextmanager
def _connected(address: str, *, until: float, reach: Reach) -> "Iterator[_Connection]":
    """A connection to that address, whose every failure is told as NotFetched."""
    connection: _Connection | None = None
    try:
        connection = _Connection(address, until=until, reach=reach)
        yield connection
    except (OSError, HTTPException) as error:  # the first holds what ssl says, and TimeoutError
        refused = isinstance(error, ssl.SSLCertVerificationError)
        raise NotFetched(type(error).__name__, again=not refused) from error
    except (ValueError, UnicodeError, zlib.error) as error:  # what http.client says of an answer that is none
        raise NotFetched(type(error).__name__) from error
    finally:
        if connection is not None:
            connection.end()


def _headers(accept: Sequence[str]) -> dict[str, str]:
    wanted = ", ".join(f"{one}*" if one.endswith("/") else one for one in accept)
    return {"User-Agent": AGENT, "Accept": wanted, "Accept-Language": "fr, en;q=0.8", "Accept-Encoding": "identity", "Connection": "close"}


def _read(address: str, response: HTTPResponse, *, accept: Sequence[str], most: int, until: float) -> Fetched:
    media_type = response.headers.get_content_type().lower()
    charset = response.headers.get_param("charset")
    known = charset if isinstance(charset, str) else ""
    if not any(media_type == one or (one.endswith("/") and media_type.startswith(one)) for one in accept):
        return Fetched(address, media_type, known, b"", False)
    body = io.BytesIO()
    while body.tell() <= most and (chunk := response.read(_CHUNK)):
        body.write(chunk)
        if time.monotonic() > until:
            raise TimeoutError
    content, is_whole = body.getvalue(), body.tell() <= most
    encoding = (response.getheader("Content-Encoding") or "identity").strip().lower()
    if encoding in ("gzip", "x-gzip", "deflate"):
        content, ended = _unfolded(content, most)
        is_whole = is_whole and ended
    elif encoding != "identity":
        raise NotFetched("an encoding that was not asked for")
    return Fetched(address, media_type, known, content[:most], is_whole and len(content) <= most)


def _unfolded(content: bytes, most: int) -> tuple[bytes, bool]:
    """The beginning of what is packed, never more than asked; some servers pack whatever one says."""
    unpack = zlib.decompressobj(47)  # gzip or zlib, as its first bytes say
    unfolded = unpack.decompress(content, most + 1)
    return unfolded, unpack.eof


def _resolved(host: str, port: int, *, until: float, reach: Reach) -> list[str]:
    """The machines that a name stands for, each of them allowed. Raises OSError, NotFetched."""
    found: Queue[Sequence[str] | OSError | UnicodeError] = Queue()

    def work() -> None:
        try:
            found.put(reach.resolve(host, port))
        except (OSError, UnicodeError) as error:
            found.put(error)

    threading.Thread(target=work, name="look-up", daemon=True).start()  # the system's resolver knows no deadline
    try:
        answer = found.get(timeout=max(0.01, min(CONNECT_SECONDS, until - time.monotonic())))
    except Empty:
        raise TimeoutError from None
    if isinstance(answer, Exception):
        raise answer
    machines = list(dict.fromkeys(answer))
    if not machines or not all(reach.may_reach(ip_address(machine)) for machine in machines):
        raise NotFetched("this name stands for a machine that is not public")
    return machines


class _Connection(HTTPConnection):
    """To the very machine that was checked; the name is kept for the Host header and the certificate."""

    def __init__(self, address: str, *, until: float, reach: Reach) -> None:
        parts = urlsplit(address)
        self.secure = parts.scheme == "https"
        super().__init__(parts.hostname or "", parts.port or (443 if self.secure else 80))
        self.default_port = 443 if self.secure else 80
        self.until, self.reach = until, reach
        self.raw: socket.socket | None = None

    def end(self) -> None:
        self.close()
        if self.raw is not None:
            self.raw.close()

    def connect(self) -> None:
        raw = self._reached(_resolved(self.host, self.port, until=self.until, reach=self.reach))
        try:
            if self.secure:
                raw = self.reach.trust().wrap_socket(raw, server_hostname=self.host)
        except BaseException:
            raw.close()
            raise
        self.raw = raw
        self.sock = _Timed(raw, self.until)  # what http.client asks of a socket, and no more

    def _reached(self, machines: Sequence[str]) -> socket.socket:
        """The first machine that answers: some of them speak a version of the protocol that we have no way to."""
        until = min(self.until, time.monotonic() + CONNECT_SECONDS)
        for place, machine in enumerate(machines[:4], 1):
            try:
                return socket.create_connection((machine, self.port), timeout=max(0.01, until - time.monotonic()))
            except OSError:
                if place == min(len(machines), 4):
                    raise
        raise TimeoutError


class _Timed:
    """A socket whose every wait counts against one deadline: a server that sends a byte a second gains nothing."""

    def __init__(self, raw: socket.socket, until: float) -> None:
        self.raw, self.until = raw, until

    def sendall(self, data: bytes) -> None:
        self.wait()
        self.raw.sendall(data)

    def makefile(self, mode: str) -> io.BufferedReader:
        return io.BufferedReader(_Stream(self), _CHUNK)

    def close(self) -> None:
        """Not yet: http.client lets go of the socket before it has read the answer. See `_Connection.end`."""

    def wait(self) -> None:
        left = self.until - time.monotonic()
        if left <= 0:
            raise TimeoutError
        self.raw.settimeout(left)


class _Stream(io.RawIOBase):
    def __init__(self, timed: _Timed) -> None:
        self.timed = timed

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        self.timed.wait()
        return self.timed.raw.recv_into(buffer)
