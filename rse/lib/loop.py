"""The event loop of this process's socket server, for threads that hand it work."""

import asyncio

_server_loop: asyncio.AbstractEventLoop | None = None


def set_server_loop(loop: asyncio.AbstractEventLoop | None) -> None:
    global _server_loop
    _server_loop = loop


def get_server_loop() -> asyncio.AbstractEventLoop | None:
    """The running loop, or None in a process that serves no socket."""
    return _server_loop
