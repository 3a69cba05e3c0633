"""A person for an address book: version 3.0 of vCard (RFC 2426), which all of them read."""

import re

FOLD_AT = 74  # bytes of a line


def write(*, first_name: str, last_name: str, email: str, phone: str, job: str, unit: str, site: str) -> str:
    """The card; what is empty is left out."""
    name = f"{first_name} {last_name}".strip()
    lines = ["BEGIN:VCARD", "VERSION:3.0", f"N:{_safe(last_name)};{_safe(first_name)};;;", f"FN:{_safe(name)}"]
    lines += [f"{label}:{value}" for label, value in (
        ("ORG", f";{_safe(unit)}" if unit else ""),
        ("TITLE", _safe(job)),
        ("EMAIL;TYPE=INTERNET,WORK", _safe(email)),
        ("TEL;TYPE=WORK,VOICE", _safe(phone)),
        ("ADR;TYPE=WORK", f";;;{_safe(site)};;;" if site else ""),
    ) if value]  # fmt: skip
    return "".join(f"{_folded(line)}\r\n" for line in [*lines, "END:VCARD"])


def _safe(text: str) -> str:
    """Nothing in a value may end it, or begin another line."""
    return re.sub(r"([\\;,])", r"\\\1", " ".join(text.split()))


def _folded(line: str) -> str:
    """Long lines go on after a blank, never within a letter."""
    parts, part = [], ""
    for sign in line:
        if len((part + sign).encode()) > FOLD_AT:
            parts.append(part)
            part = " "
        part += sign
    return "\r\n".join([*parts, part])
