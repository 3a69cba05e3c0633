"""Live: what just happened is pushed to the pages that may show it, as ids and counters, never as content.

`push` hears the events after their commit; the hub hands each message on to the sockets of its process. Nothing here
raises into a request: a page that misses a message asks for what is newer than what it holds.
"""

from .hub import Hub, hub_of_this_loop
from .push import community_changed, count_with, person_changed, push, push_signs, push_unread, session_ended
from .socket import Socket

__all__ = [
    "Hub",
    "Socket",
    "community_changed",
    "count_with",
    "hub_of_this_loop",
    "person_changed",
    "push",
    "push_signs",
    "push_unread",
    "session_ended",
]
