"""The languages that people may say they speak: a code of ISO 639 each, and its name in the reader's language."""

from functools import lru_cache

from babel import Locale
from django.utils.translation import get_language

from rse.lib.fold import fold

CODES = (
    "ar", "bg", "bn", "br", "ca", "cs", "da", "de", "el", "en", "es", "et", "eu", "fa", "fi", "fr", "ga", "he", "hi", "hr", "hu",
    "hy", "id", "is", "it", "ja", "kab", "ko", "lb", "ln", "lt", "lv", "mg", "ms", "mt", "nl", "no", "oc", "pl", "pt", "ro", "ru",
    "sk", "sl", "sq", "sr", "sv", "sw", "ta", "th", "tl", "tr", "uk", "ur", "vi", "wo", "zh",
)  # fmt: skip


def language_name(code: str) -> str:
    """The name of that language, as the reader calls it; the code itself when it is none of ours."""
    return _names(get_language() or "en").get(code, code)


def choices() -> list[tuple[str, str]]:
    """All of them, in the order of their names."""
    return sorted(_names(get_language() or "en").items(), key=lambda each: fold(each[1]))


@lru_cache(maxsize=8)
def _names(language: str) -> dict[str, str]:
    locale = Locale.parse(language, sep="-")
    return {code: str(locale.languages[code]).capitalize() for code in CODES if code in locale.languages}
