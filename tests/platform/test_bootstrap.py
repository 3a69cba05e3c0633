"""`manage.py` before it has an environment: sentences for what it cannot do."""

import ast
import runpy
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.machine import ROOT

MANAGE = ROOT / "manage.py"
Bootstrap = dict[str, Callable[..., object]]


@pytest.fixture
def bootstrap() -> Bootstrap:
    return runpy.run_path(str(MANAGE), run_name="manage")


def test_an_old_python_gets_a_sentence(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    ast.parse(MANAGE.read_text(), feature_version=(3, 6))
    monkeypatch.setattr(sys, "version_info", (3, 9, 2, "final", 0))
    monkeypatch.setattr(sys, "argv", ["manage.py", "run"])
    with pytest.raises(SystemExit):
        runpy.run_path(str(MANAGE), run_name="__main__")
    assert capsys.readouterr().err == "Maillage needs Python 3.11 or newer; this one is 3.9.\n"


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ("ERROR: No matching distribution found for numpy==2.4.6", "There is no ready-made package (wheel) of numpy for "),
        ("Connection refused ... ERROR: No matching distribution found for numpy==2.4.6", "The packages could not be downloaded"),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES", "The packages could not be installed; pip said:"),
    ],
)
def test_what_pip_says_becomes_a_sentence(
    bootstrap: Bootstrap, tmp_path: Path, capsys: pytest.CaptureFixture[str], said: str, sentence: str
) -> None:
    pip = tmp_path / "pip"
    pip.write_text(f"#!/bin/sh\necho '{said}'\nexit 1\n")
    pip.chmod(0o755)
    with pytest.raises(SystemExit):
        bootstrap["run_pip"]([str(pip)], "requirements.txt")
    assert capsys.readouterr().err.startswith(sentence)


def test_musl_gets_a_sentence(bootstrap: Bootstrap, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("sysconfig.get_config_var", lambda name: "x86_64-linux-musl")
    with pytest.raises(SystemExit):
        bootstrap["install"](["requirements.txt"])
    assert "musl" in capsys.readouterr().err


def test_a_changed_lock_is_installed_again(bootstrap: Bootstrap, tmp_path: Path) -> None:
    scope = bootstrap["is_fresh"].__globals__
    scope |= {"ROOT": str(tmp_path), "VENV": str(tmp_path), "PYTHON": sys.executable}
    lock = tmp_path / "requirements.txt"
    lock.write_text("one==1\n")
    assert not bootstrap["is_fresh"]([lock.name])
    Path(str(bootstrap["stamp_path"](lock.name))).write_text(str(bootstrap["digest"](lock.name)))
    assert bootstrap["is_fresh"]([lock.name])
    lock.write_text("one==2\n")
    assert not bootstrap["is_fresh"]([lock.name])


def test_the_locks_have_hashes_and_name_no_host() -> None:
    for name in ("requirements.txt", "requirements-test.txt"):
        text = (ROOT / name).read_text()
        packages = [line for line in text.splitlines() if line[:1].isalnum()]
        assert len(packages) > 40
        assert all(line.endswith("\\") for line in packages), name
        assert "://" not in text
        assert "--index-url" not in text
