"""Fetching what somebody named: never our own network, never for long, never much. The server is here; no test leaves the machine."""

import gzip
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from typing import Any, ClassVar

import pytest

from rse.lib.fetch import INTERNET, NotFetched, Reach, clean_address, fetch, is_public

PAGES = ("text/html",)
BIG = 100_000


class Server(BaseHTTPRequestHandler):
    """Answers by the path asked for."""

    asked: ClassVar[list[tuple[str, dict[str, str]]]] = []
    answers: ClassVar[dict[str, Callable[["Server"], None]]] = {}

    def do_GET(self) -> None:
        self.asked.append((self.path, dict(self.headers)))
        self.answers.get(self.path, Server.page)(self)

    def say(self, content: bytes, *, status: int = 200, media_type: str = "text/html; charset=utf-8", **headers: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", media_type)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(content)

    def page(self) -> None:
        self.say(b"<title>Une page</title>", Set_Cookie="id=1")

    def garbage(self) -> None:
        self.wfile.write(b"\x00\x01 not http\r\n\r\n")

    def drip(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self._slowly(b"x" * 40)

    def drip_headers(self) -> None:
        self._slowly(b"HTTP/1.1 200 OK\r\nX-Slow: " + b"x" * 40)

    def _slowly(self, content: bytes) -> None:
        try:
            for byte in content:
                self.wfile.write(bytes([byte]))
                time.sleep(0.1)
        except OSError:  # whoever asked has gone
            return

    def log_message(self, *_args: Any) -> None:
        return None


def _moves_to(where: str) -> Callable[[Server], None]:
    return lambda server: server.say(b"", status=302, Location=where)


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Server)
    Server.answers = {
        "/drip": Server.drip,
        "/drip-headers": Server.drip_headers,
        "/big": lambda one: one.say(b"x" * (10 * BIG)),
        "/bomb": lambda one: one.say(gzip.compress(b"<p>" * 20_000_000), Content_Encoding="gzip"),
        "/packed": lambda one: one.say(gzip.compress(b"<title>Pli</title>"), Content_Encoding="gzip"),
        "/br": lambda one: one.say(b"...", Content_Encoding="br"),
        "/pdf": lambda one: one.say(b"%PDF", media_type="application/pdf"),
        "/gone": lambda one: one.say(b"", status=404),
        "/busy": lambda one: one.say(b"", status=503),
        "/garbage": Server.garbage,
        "/loop": _moves_to("/loop"),
        "/moved": _moves_to("/elsewhere"),
        "/inside": _moves_to("http://inside.example/"),
        "/file": _moves_to("file:///etc/passwd"),
        "/port": _moves_to("http://site.example:6379/"),
    }
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_address[1]
    server.shutdown()


@pytest.fixture
def reach(port: int) -> Reach:
    """A world of two machines: one here that counts as public, and one inside."""
    Server.asked.clear()
    return Reach(
        resolve=lambda host, _port: ["10.0.0.7"] if host == "inside.example" else ["127.0.0.1"],
        may_reach=lambda ip: str(ip) == "127.0.0.1",
        ports=(port,),
    )


@pytest.mark.parametrize(
    "ip",
    [
        "127.0.0.1",
        "127.255.255.254",
        "0.0.0.0",
        "10.0.0.1",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "100.127.255.254",
        "192.0.0.8",
        "192.0.2.1",
        "198.18.0.1",
        "198.51.100.1",
        "203.0.113.9",
        "224.0.0.1",
        "239.1.1.1",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "fe80::1",
        "fe80::1%eth0",
        "fc00::1",
        "fd12::1",
        "fec0::1",
        "ff02::1",
        "2001:db8::1",
        "2001:0:53aa:64c::1",
        "100::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "::ffff:169.254.169.254",
        "::127.0.0.1",
        "2002:7f00:1::",
        "2002:c0a8:101::1",
        "64:ff9b::7f00:1",
        "64:ff9b::a9fe:a9fe",
        "64:ff9b:1::808:808",
    ],
)
def test_what_is_not_public_is_not_reached(ip: str) -> None:
    assert not is_public(ip_address(ip))
    with pytest.raises(NotFetched, match="not public"):
        fetch("http://name.example/", accept=PAGES, most=BIG, reach=replace(INTERNET, resolve=lambda _host, _port: ["8.8.8.8", ip]))


@pytest.mark.parametrize(
    "ip", ["8.8.8.8", "93.184.216.34", "2001:4860:4860::8888", "::ffff:8.8.8.8", "64:ff9b::808:808", "2002:808:808::1"]
)
def test_what_is_public_is(ip: str) -> None:
    assert is_public(ip_address(ip))


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://2130706433/",
        "http://0x7f000001/",
        "http://0177.0.0.1/",
        "http://127.1/",
        "http://localhost/",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://[::ffff:7f00:1]/",
        "http://0/",
        "http://127.0.0.1./",
    ],
)
def test_our_own_machine_however_it_is_written_is_not_reached(url: str) -> None:
    """By the system's own resolver: it reads numbers in every form."""
    with pytest.raises(NotFetched):
        fetch(url, accept=PAGES, most=BIG)


@pytest.mark.parametrize(
    "written",
    [
        "ftp://site.example/",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "data:text/html,x",
        "gopher://site.example/",
        "//site.example/",
        "site.example",
        "http://site.example:8080/",
        "https://site.example:22/",
        "http://name@site.example/",
        "http://name:word@site.example/",
        "http://",
        "http:///x",
        "http://site.example:99999/",
        "http://site.example:x/",
        "http://[::1%25eth0]/",
        "http://site.example\\@127.0.0.1/",
        "http://si te.example/",
        "http://site.example/\r\nHost: other",
        "http://é..example/",
        "http://[::1/",
        f"http://site.example/{'x' * 2000}",
    ],
)
def test_what_is_no_address_of_the_web_is_not_asked_for(written: str) -> None:
    assert clean_address(written) is None


def test_an_address_is_asked_for_in_one_form() -> None:
    assert clean_address("HTTP://Site.Example:80/a b".replace(" ", "%20") + "?q=é#part") == "http://site.example/a%20b?q=%C3%A9"
    assert clean_address("https://bücher.example") == "https://xn--bcher-kva.example/"


def test_a_page_is_read_without_a_cookie_nor_a_trace_of_who_asks(port: int, reach: Reach) -> None:
    for _time in range(2):
        found = fetch(f"http://site.example:{port}/a?b=c", accept=PAGES, most=BIG, reach=reach)
    assert (found.content, found.is_whole, found.media_type, found.charset) == (b"<title>Une page</title>", True, "text/html", "utf-8")
    assert [path for path, _headers in Server.asked] == ["/a?b=c"] * 2
    for _path, headers in Server.asked:
        assert headers["Host"] == f"site.example:{port}"
        assert "MaillageLinkPreview" in headers["User-Agent"]
        assert not {"Cookie", "Referer", "Authorization"} & headers.keys()


def test_a_redirect_is_followed_and_checked_as_the_first_address_was(port: int, reach: Reach) -> None:
    assert fetch(f"http://site.example:{port}/moved", accept=PAGES, most=BIG, reach=reach).url == f"http://site.example:{port}/elsewhere"
    for path, why in (("/inside", ""), ("/file", "not fetched"), ("/port", "not fetched"), ("/loop", "redirects")):
        inside = replace(reach, ports=(port, 80)) if path == "/inside" else reach
        with pytest.raises(NotFetched, match=why or "not public"):
            fetch(f"http://site.example:{port}{path}", accept=PAGES, most=BIG, reach=inside)
    assert len([path for path, _headers in Server.asked if path == "/loop"]) == 4


def test_a_name_is_looked_up_once_and_the_connection_made_there(port: int, reach: Reach) -> None:
    """A name that would mean another machine a moment later finds nobody asking again."""
    asked: list[str] = []

    def turning(host: str, _port: int) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"] if len(asked) == 1 else ["10.0.0.7"]

    fetch(f"http://site.example:{port}/", accept=PAGES, most=BIG, reach=replace(reach, resolve=turning))
    assert asked == ["site.example"]


def test_so_many_bytes_are_read_and_no_more(port: int, reach: Reach) -> None:
    found = fetch(f"http://site.example:{port}/big", accept=PAGES, most=BIG, reach=reach)
    assert (len(found.content), found.is_whole) == (BIG, False)
    bomb = fetch(f"http://site.example:{port}/bomb", accept=PAGES, most=BIG, reach=reach)
    assert (len(bomb.content), bomb.is_whole) == (BIG, False)
    assert fetch(f"http://site.example:{port}/packed", accept=PAGES, most=BIG, reach=reach).content == b"<title>Pli</title>"
    assert fetch(f"http://site.example:{port}/pdf", accept=PAGES, most=BIG, reach=reach).content == b""


@pytest.mark.parametrize("path", ["/drip", "/drip-headers"])
def test_a_server_that_takes_its_time_gains_nothing(port: int, reach: Reach, path: str) -> None:
    start = time.monotonic()
    with pytest.raises(NotFetched) as said:
        fetch(f"http://site.example:{port}{path}", accept=PAGES, most=BIG, seconds=0.5, reach=reach)
    assert time.monotonic() - start < 2
    assert said.value.again


def test_a_resolver_that_does_not_answer_is_not_waited_for(port: int, reach: Reach) -> None:
    def slow(_host: str, _port: int) -> list[str]:
        time.sleep(3)
        return ["127.0.0.1"]

    start = time.monotonic()
    with pytest.raises(NotFetched):
        fetch(f"http://site.example:{port}/", accept=PAGES, most=BIG, seconds=0.3, reach=replace(reach, resolve=slow))
    assert time.monotonic() - start < 1.5


@pytest.mark.parametrize(("path", "again"), [("/gone", False), ("/busy", True), ("/garbage", True), ("/br", False)])
def test_what_cannot_be_read_says_whether_it_is_worth_another_try(port: int, reach: Reach, path: str, again: bool) -> None:
    with pytest.raises(NotFetched) as said:
        fetch(f"http://site.example:{port}{path}", accept=PAGES, most=BIG, reach=reach)
    assert said.value.again is again


def test_nobody_there_and_no_name_are_told_as_nothing_fetched(reach: Reach) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        empty = closed.getsockname()[1]

    def unknown(_host: str, _port: int) -> list[str]:
        raise socket.gaierror(-2, "unknown")

    for other in (replace(reach, ports=(empty,)), replace(reach, ports=(empty,), resolve=unknown)):
        with pytest.raises(NotFetched):
            fetch(f"http://site.example:{empty}/", accept=PAGES, most=BIG, reach=other)


def test_the_environment_names_no_proxy(port: int, reach: Reach, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "https_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    assert fetch(f"http://site.example:{port}/", accept=PAGES, most=BIG, reach=reach).is_whole


def test_a_certificate_that_nobody_signed_is_refused(port: int, reach: Reach) -> None:
    assert ssl.create_default_context().verify_mode == ssl.CERT_REQUIRED
    assert reach.trust().check_hostname
    with pytest.raises(NotFetched):  # and what does not speak TLS is not asked in clear
        fetch(f"https://site.example:{port}/", accept=PAGES, most=BIG, reach=reach)
    assert Server.asked == []
