"""The embedded PostgreSQL: started when it is not running yet, shared by the commands that use it, stopped by the last of them."""

from rse.embedded.errors import EmbeddedError
from rse.embedded.server import Server, release, start

__all__ = ["EmbeddedError", "Server", "release", "start"]
