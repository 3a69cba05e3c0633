"""Jobs of all sections side by side, in processes that have Django's code and no database."""

from __future__ import annotations

import time
import traceback
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from multiprocessing import get_context
from typing import Any

import django

from tests.validation.checks import Check, Findings, Section, Size

PROCESSES = 2


@dataclass(frozen=True)
class Crash:
    """A job that did not finish, and why."""

    why: str


def run(names: list[str], size: Size) -> list[tuple[Section, Findings]]:
    """What each named section finds, in the order of the report; a crash is a MISS of its section."""
    django.setup()
    from tests.validation.sections import SECTIONS

    chosen = [section for section in SECTIONS if not names or section.name in names]
    if unknown := set(names) - {section.name for section in SECTIONS}:
        raise ValueError(f"no section {', '.join(sorted(unknown))}; there are: {', '.join(one.name for one in SECTIONS)}")
    results = _results(chosen, size)
    return [(section, _found(section, size, results[section.name])) for section in chosen]


def crashed(found: list[tuple[Section, Findings]]) -> bool:
    return any(check.value == CRASHED for _, some in found for check in some.checks)


CRASHED = "crashed"


def _results(chosen: list[Section], size: Size) -> dict[str, list[Any]]:
    """By section, the results of its jobs in their order."""
    found = {section.name: [None] * len(section.jobs(size)) for section in chosen}
    left = {name: len(jobs) for name, jobs in found.items()}
    total, began = sum(left.values()), time.monotonic()
    with ProcessPoolExecutor(PROCESSES, mp_context=get_context("spawn"), initializer=django.setup) as pool:
        tasks = {pool.submit(_one, name, i, size): (name, i) for name, jobs in found.items() for i in range(len(jobs))}
        for task in as_completed(tasks):
            name, i = tasks[task]
            found[name][i] = task.result()
            left[name] -= 1
            if not left[name]:
                print(f"[{total - sum(left.values())} of {total} jobs, {time.monotonic() - began:.0f} s] {name}", flush=True)
    return found


def _one(name: str, number: int, size: Size) -> Any:
    from tests.validation.sections import SECTIONS

    section = next(one for one in SECTIONS if one.name == name)
    try:
        return section.jobs(size)[number]()
    except Exception:
        return Crash(traceback.format_exc())


def _found(section: Section, size: Size, results: list[Any]) -> Findings:
    why = [one.why for one in results if isinstance(one, Crash)]
    if why:
        return Findings([Check("job that did not finish", CRASHED, "none", False, one) for one in why])
    return section.findings(size, results)
