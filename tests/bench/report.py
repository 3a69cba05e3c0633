"""The report: every figure beside its target, and the machine it was taken on."""

import json
import os
import platform
import time
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path


@dataclass(frozen=True)
class Figure:
    """`value` against `target` (at most); `detail` says what stands behind."""

    name: str
    value: float
    target: float | None
    unit: str
    detail: str = ""

    @property
    def passed(self) -> bool | None:
        return None if self.target is None else self.value <= self.target


def calibration_ms() -> float:
    """Milliseconds of a fixed loop: how fast this machine is at this moment."""
    began = time.process_time()
    total = 0
    for number in range(2_000_000):
        total += number & 7
    return (time.process_time() - began) * 1_000


def write(folder: Path, figures: list[Figure], *, size: str, calibration: float) -> str:
    """Write report.md and report.json in `folder`; returns the text of the first."""
    machine = f"{platform.machine()}, {os.cpu_count()} cores, {platform.system()} {platform.release()}, Python {platform.python_version()}"
    lines = [
        f"# Bench, size {size}",
        "",
        f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC. {machine}. Calibration loop: {calibration:.0f} ms.",
        "Ratios decide; milliseconds are for this machine at this moment.",
        "",
        "| figure | value | target | | detail |",
        "|---|---|---|---|---|",
    ]
    for figure in figures:
        verdict = {True: "pass", False: "MISS", None: ""}[figure.passed]
        target = "" if figure.target is None else f"≤ {figure.target:g}"
        lines.append(f"| {figure.name} | {figure.value:.4g} {figure.unit} | {target} | {verdict} | {figure.detail} |")
    text = "\n".join(lines) + "\n"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "report.md").write_text(text)
    rows = [asdict(figure) | {"passed": figure.passed} for figure in figures]
    content = {"size": size, "machine": machine, "calibration_ms": calibration, "figures": rows}
    (folder / "report.json").write_text(json.dumps(content, indent=1))
    return text
