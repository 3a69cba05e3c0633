"""The report of the validation: every figure beside its target, the misses first, and what each section cannot show."""

from __future__ import annotations

import json
import os
import platform
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

from tests.validation.checks import ABSENT, Check, Findings, Section, Size

EXPLAINED = "docs/validation.md"
WORDS = {True: "pass", False: "MISS", None: ""}


def write(folder: Path, found: list[tuple[Section, Findings]], size: Size, seconds: float) -> str:
    """Write report.md and report.json in `folder`; returns the text of the first."""
    text = "\n".join([*_head(found, size, seconds), *(line for section, some in found for line in _section(section, some))]) + "\n"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "report.md").write_text(text)
    content = {
        "at": f"{datetime.now(UTC):%Y-%m-%dT%H:%MZ}", "runs": size.runs, "seconds": round(seconds),
        "sections": [
            {"name": section.name, "title": section.title, "checks": [asdict(check) for check in some.checks], "notes": list(some.notes)}
            for section, some in found
        ],
    }  # fmt: skip
    (folder / "report.json").write_text(json.dumps(content, indent=1, ensure_ascii=False))
    return text


def _head(found: list[tuple[Section, Findings]], size: Size, seconds: float) -> list[str]:
    checks = [(section, check) for section, some in found for check in some.checks]
    missed = [(section, check) for section, check in checks if check.passed is False]
    passed, absent = sum(check.passed is True for _, check in checks), sum(check.value == ABSENT for _, check in checks)
    machine = f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    lines = [
        "# Validation of the adoption figures",
        "",
        f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC; {size.runs} simulated organisations in the switch-off test, the rest in proportion; "
        f"{seconds / 60:.1f} minutes. {machine}.",
        "",
        f"{passed} figures pass, {len(missed)} miss, {len(checks) - passed - len(missed) - absent} have no target, {absent} were not run. "
        f"What each section proves and what it cannot: {EXPLAINED}. A share is a MISS where its runs exclude the target (99 %), unless the "
        "limit is a strict one.",
    ]
    if missed:
        lines += ["", "Misses:", "", *(f"- {section.title}: {_miss(check)}" for section, check in missed)]
    return lines


def _miss(check: Check) -> str:
    return f"{check.name}: {check.value}, target {check.target}{'. ' + check.detail if check.detail else ''}"


def _section(section: Section, found: Findings) -> list[str]:
    rows = [
        f"| {_cell(check.name)} | {_cell(check.value)} | {_cell(check.target)} | {WORDS[check.passed]} | {_cell(check.detail)} |"
        for check in found.checks
    ]
    notes = ["", *(f"- {note}" for note in found.notes)] if found.notes else []
    return [
        "",
        f"## {section.title}",
        "",
        section.proves,
        "",
        "| figure | value | target | | detail |",
        "|---|---|---|---|---|",
        *rows,
        *notes,
    ]


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")
