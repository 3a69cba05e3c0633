"""Foreign logs, read item by item: what each says, or why it cannot be used. Pure: touches neither database nor clock."""

from .jsonl import read_log
from .line import LogLine, Problem, Read, Unusable
from .lists import ListedCommunity, ListedPerson, read_communities, read_people

__all__ = [
    "ListedCommunity",
    "ListedPerson",
    "LogLine",
    "Problem",
    "Read",
    "Unusable",
    "read_communities",
    "read_log",
    "read_people",
]
