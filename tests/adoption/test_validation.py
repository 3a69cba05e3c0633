"""A smoke of `validate`: every section runs, and every figure stands beside a target. Too small to judge the figures themselves."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.machine import ROOT
from tests.validation.checks import ABSENT, Check, Findings, Size, about, at_least, at_most, limited
from tests.validation.report import write
from tests.validation.sections import SECTIONS

pytestmark = pytest.mark.slow


@pytest.mark.once
def test_a_quick_validation_has_every_section_and_no_crash(tmp_path: Path) -> None:
    """Without the real data, which have tests of their own: their rows say so and are no failure."""
    environment = os.environ | {"VALIDATION_DATA": str(tmp_path / "nowhere"), "DJANGO_SETTINGS_MODULE": "rse.settings"}
    words = ["-m", "tests.validation", "--quick", "--out", str(tmp_path)]
    done = subprocess.run([sys.executable, *words], cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    found = json.loads((tmp_path / "report.json").read_text())["sections"]
    assert [section["name"] for section in found] == [section.name for section in SECTIONS]
    for section in found:
        assert section["checks"], section["name"]
        for check in section["checks"]:
            assert check["name"] and check["value"] and check["target"], check
    absent = {section["name"]: {check["value"] == ABSENT for check in section["checks"]} for section in found}
    assert absent["real"] == {True} and True in absent["seeding"]
    assert all(True not in some for name, some in absent.items() if name not in ("real", "seeding"))
    exact = [check for section in found if section["name"] == "bass" for check in section["checks"]]
    assert len(exact) == 19 and all(check["passed"] for check in exact)
    text = (tmp_path / "report.md").read_text()
    assert all(f"## {section.title}" in text for section in SECTIONS)


def test_a_share_misses_where_its_runs_exclude_the_target() -> None:
    assert at_least("a", 92, 100, 0.95).passed is True and at_least("a", 88, 100, 0.95).passed is False
    assert at_most("a", 9, 100, 0.05).passed is True and at_most("a", 12, 100, 0.05).passed is False
    assert about("a", 100, 100, 0.95).passed is True and about("a", 400, 400, 0.95).passed is False
    assert limited("a", 7, 100, 0.07).passed is True and limited("a", 8, 100, 0.07).passed is False
    assert limited("a", 0, 0, 0.07).passed is None


def test_the_report_lists_its_misses_first(tmp_path: Path) -> None:
    checks = [Check("one", "1", "1", True), Check("two", "3", "2", False, "a sentence"), Check("three", ABSENT, "4", None)]
    text = write(tmp_path, [(SECTIONS[0], Findings(checks, ["an error and its world"]))], Size(5), 60)
    assert "1 figures pass, 1 miss, 0 have no target, 1 were not run" in text
    assert text.index("two: 3, target 2. a sentence") < text.index("| one | 1 | 1 | pass |")
    assert "| two | 3 | 2 | MISS | a sentence |" in text and "- an error and its world" in text
