"""Folding: the form of a name or a text in which accents and case no longer count."""

import re
import unicodedata

_LIGATURES = str.maketrans({"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "ß": "ss", "ł": "l", "Ł": "l", "ø": "o", "Ø": "o"})


def fold(text: str) -> str:
    """`text` in lower case without accents, ligatures or repeated blanks."""
    decomposed = unicodedata.normalize("NFKD", text.translate(_LIGATURES))
    bare = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return re.sub(r"\s+", " ", bare).strip().casefold()


def fit(text: str, most: int, most_folded: int) -> str:
    """The beginning of `text` that fits in `most` characters and, folded, in `most_folded`: some letters fold into several."""
    text = text[:most]
    while len(fold(text)) > most_folded:
        text = text[:-1]
    return text


def letters(folded: str) -> str:
    """The letters and digits alone of what was folded: "soudure tig" and "soudure-tig" name one subject."""
    return "".join(sign for sign in folded if sign.isalnum())
