"""Search: what somebody may read and looks for.

`query` reads what was typed, `statements` ask the database, always over what access lets one read, `finding` makes a page of it, `extracts`
shows where the words are, `names` suggests while one types. What is found is made by actions.indexing.
"""

from communities.search.finding import NOTHING, Author, Found, Place, Result, Where, find
from communities.search.names import FoundCommunity, FoundPerson, Suggestions, communities_called, people_called, recent_searches, suggest
from communities.search.query import KINDS, SINCE, Asked, day_of, midnight, read
from communities.search.statements import MANY, NEWEST, RELEVANCE

__all__ = [
    "KINDS",
    "MANY",
    "NEWEST",
    "NOTHING",
    "RELEVANCE",
    "SINCE",
    "Asked",
    "Author",
    "Found",
    "FoundCommunity",
    "FoundPerson",
    "Place",
    "Result",
    "Suggestions",
    "Where",
    "communities_called",
    "day_of",
    "find",
    "midnight",
    "people_called",
    "read",
    "recent_searches",
    "suggest",
]
