"""A bare hub: whatever one socket says goes to all. What a fan-out costs when it does nothing else."""

from typing import Any

_sockets: set[Any] = set()


async def application(scope: Any, receive: Any, send: Any) -> None:
    if scope["type"] != "websocket":
        return
    await receive()
    await send({"type": "websocket.accept"})
    _sockets.add(send)
    try:
        while (message := await receive())["type"] == "websocket.receive":
            for other in list(_sockets):
                await other({"type": "websocket.send", "text": message["text"]})
    finally:
        _sockets.discard(send)
