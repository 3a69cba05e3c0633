"""The socket door, shared by the production process and the embedded one, with the loop that threads hand work to."""

import asyncio
from typing import Any, cast

from channels.routing import ProtocolTypeRouter, URLRouter
from channels.security.websocket import AllowedHostsOriginValidator

from rse.lib.loop import set_server_loop


def protocols(*, http: Any) -> ProtocolTypeRouter:
    """The ASGI application: HTTP to `http`, sockets to the consumers of `communities`, from our own pages only."""
    from communities.consumers import websocket_urlpatterns

    sockets = AllowedHostsOriginValidator(URLRouter(cast(Any, websocket_urlpatterns)))
    return ProtocolTypeRouter({"http": http, "websocket": sockets, "lifespan": lifespan})


async def lifespan(scope: Any, receive: Any, send: Any) -> None:
    """Remember the server's loop for as long as it runs."""
    while True:
        message = await receive()
        if message["type"] == "lifespan.startup":
            set_server_loop(asyncio.get_running_loop())
            await send({"type": "lifespan.startup.complete"})
        else:
            set_server_loop(None)
            await send({"type": "lifespan.shutdown.complete"})
            return
