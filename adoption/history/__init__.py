"""The one window on what happens in the communities: events, people and memberships, as arrays; and the loader of foreign logs.

Nothing about a protected or secret community ever passes here, but to a person about themselves (`own`).
"""

from .arrivals import Arrivals, arrivals, fingerprints, first_week, newest_mark, settle
from .places import Place, access_changes, places
from .questions import asking
from .spells import Members, People, load_members, load_people, running
from .window import CONTRIBUTIONS, VERBS, Events, code, undone_in, window

__all__ = [
    "CONTRIBUTIONS",
    "VERBS",
    "Arrivals",
    "Events",
    "Members",
    "People",
    "Place",
    "access_changes",
    "arrivals",
    "asking",
    "code",
    "fingerprints",
    "first_week",
    "load_members",
    "load_people",
    "newest_mark",
    "places",
    "running",
    "settle",
    "undone_in",
    "window",
]
