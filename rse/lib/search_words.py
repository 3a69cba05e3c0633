"""Words to look for and to be found: the same cutting of a text for what is indexed and for what is asked.

A word is a run of letters and digits, however the signs around it are typed: so l’équipe, P-204, porte-clés and an address of
mail are each several words, which a phrase finds in their order.
"""

import re
import unicodedata

from rse.lib.fold import fold

MAX_WORD = 60  # letters: what is longer is no word, and is cut the same on both sides
_WORD = re.compile(r"[^\W_]+")
# One letter for one letter, so that what is found in a text so folded stands at the same place in the text itself.
_FLAT = {code: base for code in range(0xC0, 0x250) if len(base := fold(chr(code))) == 1}


def words_of(text: str) -> list[str]:
    """The words of a text, in lower case with their accents."""
    return [word[:MAX_WORD] for word in _WORD.findall(unicodedata.normalize("NFC", text).lower())]


def flat(text: str) -> str:
    """`text` in lower case without accents, letter for letter: as long as it was. Ligatures stay."""
    lower = text.lower()
    return (lower if len(lower) == len(text) else text).translate(_FLAT)
