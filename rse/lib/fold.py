"""Folding: the form of a name or a text in which accents and case no longer count."""

import re
import unicodedata

_LIGATURES = str.maketrans({"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "ß": "ss", "ł": "l", "Ł": "l", "ø": "o", "Ø": "o"})


def fold(text: str) -> str:
    """`text` in lower case without accents, ligatures or repeated blanks."""
    decomposed = unicodedata.normalize("NFKD", text.translate(_LIGATURES))
    bare = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return re.sub(r"\s+", " ", bare).strip().casefold()
