"""`validate`: the adoption figures held against simulated truths, published figures and real series. Report in var/validation/."""

import os
import subprocess
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from rse.management.plain import PlainCommand

ROOT = Path(__file__).resolve().parents[3]


class Command(PlainCommand):
    help = "Hold the adoption figures against simulated truths, published figures and real series (VALIDATION_DATA)."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--runs", type=int, default=1000, help="simulated organisations; everything else in proportion")
        parser.add_argument("--quick", action="store_true", help="a smoke, too small to judge by")
        parser.add_argument("--only", nargs="*", default=[], help="names of sections")
        parser.add_argument("--out", default=str(ROOT / "var" / "validation"))

    def handle(self, *, runs: int, quick: bool, only: list[str], out: str, **options: Any) -> None:
        words = [f"--runs={runs}", f"--out={Path(out).resolve()}", *(["--quick"] if quick else []), *(["--only", *only] if only else [])]
        environment = os.environ | {"DJANGO_SETTINGS_MODULE": "rse.settings"}
        done = subprocess.run([sys.executable, "-m", "tests.validation", *words], cwd=ROOT, env=environment, stdin=subprocess.DEVNULL)
        if done.returncode:
            raise CommandError("the validation did not finish: its last lines say why")
