"""What somebody wrote in a reply: their own words, without what they quote, their signature, and what their telephone adds."""

import re

from mailparser_reply.parser import EmailMessage

from rse.lib.text import clean

_NO_BREAK = "\u00a0\u202f"
_HEADS = re.compile(rf"^([*> ]*(?:De|Envoyé|À|A|Cc|Objet|Date|Le .*a écrit))[{_NO_BREAK}]:", re.MULTILINE)
_WRAPPED = re.compile(r"^(> ?)*((?:Le|On)\b[^\n]{8,160})\n(?:> ?)*([^\n]{0,120}(?:a écrit ?:|wrote:))[ ]*$", re.MULTILINE)
_REPORTED = re.compile(r"^(?=(?:Le|On)\b[^\d@\n]*(?:a écrit ?:|wrote:)$)", re.MULTILINE)  # a sentence about somebody: no date, no address
_KEPT = "\u2060"  # before what is not to be taken for a quotation
_BARS = re.compile(
    r"^(?:-{3,}|_{3,}) ?(?:Message (?:d.origine|transféré|original)|Forwarded message|Original message) ?(?:-{3,}|_{3,})$",
    re.MULTILINE | re.IGNORECASE,
)
_SENT_FROM = re.compile(
    r"^(?:Envoyé (?:de|depuis|à partir|avec) .{1,80}|(?:Télécharg|Obten)(?:er|ez) Outlook .{1,80}"
    r"|Sent (?:from|with|using) .{1,80}|Get Outlook for .{1,80})$",
    re.IGNORECASE,
)
_FAREWELL = re.compile(
    r"^(?:bien |très |sincèrement |kind |best |warm )?"
    r"(?:cordialement|à vous|sincèrement|amicalement|bien à (?:vous|toi)|salutations(?: distinguées)?"
    r"|(?:bonne|belle) (?:journée|soirée|réception)"
    r"|regards|best|cheers|best wishes|all the best|yours sincerely|have a nice day)[ ]?[,.!]*$",
    re.IGNORECASE,
)
_SIGNED_WITHIN = 8  # lines after a farewell that may be a signature; more are words
_QUOTED = re.compile(r"^ ?>")


def own_words(text: str) -> str:
    """The words of whoever replied; empty when there are none of their own."""
    text = _WRAPPED.sub(r"\1\2 \3", _HEADS.sub(r"\1 :", clean(text)))
    text = _REPORTED.sub(_KEPT, _BARS.split(text)[0])
    parsed = EmailMessage(text=text, languages=["fr", "en"], keep_hyphen_lists=True).read()
    latest = parsed.replies[0].content if parsed.replies and not parsed.replies[0].headers else ""
    return _unsigned(_unquoted(latest.splitlines()))


def _unquoted(lines: list[str]) -> list[str]:
    """Without the quotation that ends it; what is quoted between two answers stays, for they answer it."""
    while lines and (not lines[-1].strip() or _QUOTED.match(lines[-1])):
        lines.pop()
    return lines


def _unsigned(lines: list[str]) -> str:
    """Without the signature: below two dashes, below a farewell near the end, and the line of a telephone."""
    for place, line in enumerate(lines):
        words = line.strip()
        is_end = words in ("--", "—", "__") or bool(re.fullmatch(r"_{10,}", words)) or bool(_SENT_FROM.match(words))
        below = [one for one in lines[place + 1 :] if one.strip()]
        if is_end or (place and _FAREWELL.match(words) and len(below) <= _SIGNED_WITHIN):
            lines = lines[:place]
            break
    return "\n".join(line.rstrip() for line in lines).replace(_KEPT, "").strip()
