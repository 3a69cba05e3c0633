"""`python -m tests.validation`: runs the sections and writes the report. Called by `manage.py validate`."""

from __future__ import annotations

import argparse
import os
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
QUICK = 12


def main() -> int:
    options = _options()
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):  # jobs run side by side; read when numpy is first imported
        os.environ.setdefault(name, "1")
    from tests.validation.checks import Size
    from tests.validation.report import write
    from tests.validation.running import crashed, run

    size, began = Size(QUICK if options.quick else options.runs), time.monotonic()
    try:
        found = run(options.only, size)
    except ValueError as error:
        print(error)
        return 2
    print(write(Path(options.out), found, size, time.monotonic() - began))
    return int(crashed(found))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="validate")
    parser.add_argument("--runs", type=int, default=1000, help="simulated organisations of the switch-off test; the rest in proportion")
    parser.add_argument("--quick", action="store_true", help="a smoke, too small to judge by")
    parser.add_argument("--only", nargs="*", default=[], help="names of sections")
    parser.add_argument("--out", default=str(ROOT / "var" / "validation"))
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
