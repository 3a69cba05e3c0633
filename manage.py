#!/usr/bin/env python3
"""The one door for commands: makes the project's own virtual environment when it is missing, then hands over to Django.

Standard library alone, and no syntax newer than Python 3.6, so that an old Python gets a sentence instead of a traceback.
"""

import hashlib
import os
import re
import shutil
import subprocess
import sys
import sysconfig
from typing import NoReturn

ROOT = os.path.dirname(os.path.abspath(__file__))
VENV = os.path.join(ROOT, ".venv")
PYTHON = os.path.join(VENV, "bin", "python")
OLDEST = (3, 11)
WITH_TEST_TOOLS = {"test", "check_house", "bench", "faults"}
WITHOUT_DATABASE = {"test", "check_house", "doctor", "bench", "faults", "check", "help", "version", "catalogue"}
WITHOUT_DATABASE |= {"collectstatic", "spectacular", "validate"}


def main() -> None:
    """Check Python, make or refresh the environment, choose the mode, then run the command."""
    keep_standard_streams_open()
    command = sys.argv[1] if len(sys.argv) > 1 else "help"
    if os.name != "posix":
        refuse("Maillage runs on Linux and macOS; on Windows, use it inside WSL.")
    if sys.version_info < OLDEST:
        refuse("Maillage needs Python 3.11 or newer; this one is {}.{}.".format(*sys.version_info[:2]))
    enter_environment(["requirements.txt"] + (["requirements-test.txt"] if command in WITH_TEST_TOOLS else []))
    choose_mode(command)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rse.settings")
    if needs_embedded_database(command):
        from rse.embedded import EmbeddedError, start

        try:
            server = start()
        except EmbeddedError as error:
            refuse(str(error))
        os.environ["DATABASE_URL"] = server.url
        os.environ["MAILLAGE_DATABASE_FOLDER"] = str(server.home)
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        refuse(str(error))


def choose_mode(command: str) -> None:
    """Embedded for `run` and `test`, and wherever no database was named; `--data` and `DATA` choose the data folder."""
    named = os.environ.get("DATABASE_URL") or os.environ.get("MAILLAGE_MODE") == "production"
    if command in ("run", "test") or not named:
        os.environ["MAILLAGE_MODE"] = "embedded"
    data = (option("--data") if command == "run" else "") or os.environ.get("DATA")
    if data:
        os.environ["MAILLAGE_DATA"] = os.path.abspath(data)
    if command == "run" and option("--port"):
        os.environ["PORT"] = option("--port")


def option(name: str) -> str:
    """Value of `--name value` or `--name=value` on the command line, before Django reads it."""
    for here, word in enumerate(sys.argv):
        if word == name and here + 1 < len(sys.argv):
            return sys.argv[here + 1]
        if word.startswith(name + "="):
            return word[len(name) + 1 :]
    return ""


def needs_embedded_database(command: str) -> bool:
    asks_for_help = bool({"-h", "--help", "--version"} & set(sys.argv))
    embedded = os.environ.get("MAILLAGE_MODE") == "embedded" and not os.environ.get("DATABASE_URL")
    return embedded and not asks_for_help and command not in WITHOUT_DATABASE


def enter_environment(locks: "list[str]") -> None:
    """Go on in an interpreter that has exactly the locked packages: this one when it has, else the one of `.venv`."""
    inside_ours = os.path.realpath(sys.prefix) == os.path.realpath(VENV)
    if not inside_ours and sys.prefix != sys.base_prefix and can_import("django"):
        return  # an environment somebody prepared: the container image, or a developer's own
    if not is_fresh(locks):
        install(locks)
        inside_ours = False
    if not inside_ours:
        os.execv(PYTHON, [PYTHON, os.path.abspath(__file__), *sys.argv[1:]])


def install(locks: "list[str]") -> None:
    """Make `.venv` and install the locks into it, one process at a time."""
    import fcntl

    if "musl" in (sysconfig.get_config_var("HOST_GNU_TYPE") or ""):
        refuse("Maillage needs a system with glibc; this one has musl (Alpine): use Debian, Ubuntu, Fedora or the image.")
    try:
        os.makedirs(VENV, exist_ok=True)
        lock = open(os.path.join(VENV, ".installing"), "w")
    except OSError as error:
        refuse("The folder {} cannot be written ({}): give yourself the right to, then try again.".format(VENV, error.strerror))
    fcntl.flock(lock, fcntl.LOCK_EX)
    if is_fresh(locks):
        return
    sys.stderr.write("Installing the packages of Maillage into .venv (once; a minute or two)...\n")
    pip = make_environment()
    for name in locks:
        if not is_fresh([name]):
            run_pip(pip, os.path.join(ROOT, name))
            with open(stamp_path(name), "w") as stamp:
                stamp.write(digest(name))


def make_environment() -> "list[str]":
    """The command that runs pip for `.venv`, which it makes when it is missing or broken."""
    own_pip = [PYTHON, "-m", "pip"]
    if works([*own_pip, "--version"]):
        return own_pip
    shutil.rmtree(os.path.join(VENV, "bin"), ignore_errors=True)
    if can_import("ensurepip") and works([sys.executable, "-m", "venv", VENV]) and works([*own_pip, "--version"]):
        return own_pip
    if works([sys.executable, "-m", "venv", "--without-pip", VENV]) and works([sys.executable, "-m", "pip", "--version"]):
        return [sys.executable, "-m", "pip", "--python", PYTHON]
    refuse(
        "This Python cannot make a virtual environment (ensurepip is missing): "
        "install its venv package (on Debian or Ubuntu: apt-get install python3-venv), then try again."
    )


FROM_SOURCE = "http-ece"  # published without a wheel; nothing in it is compiled


def run_pip(pip: "list[str]", lock: str) -> None:
    options = ["install", "--quiet", "--no-input", "--disable-pip-version-check", "--require-hashes"]
    options += ["--only-binary", ":all:", "--no-binary", FROM_SOURCE, "--no-compile"]
    done = subprocess.run(
        pip + options + ["-r", lock], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, cwd=ROOT
    )
    if done.returncode == 0:
        return
    said = done.stdout.decode("utf-8", "replace")
    missing = re.search(r"No matching distribution found for (\S+)", said)
    reached = not re.search(r"(Connection|Timeout|resolve|SSL|ProxyError|Max retries)", said)
    if missing and reached:
        platform = "{} with Python {}.{}".format(sysconfig.get_platform(), *sys.version_info[:2])
        refuse("There is no ready-made package (wheel) of {} for {}.".format(missing.group(1).split("==")[0], platform))
    if not reached:
        refuse("The packages could not be downloaded (no answer from the package index): check the network, then try again.")
    refuse("The packages could not be installed; pip said:\n" + said[-2000:])


def is_fresh(locks: "list[str]") -> bool:
    return os.path.exists(PYTHON) and all(read(stamp_path(name)) == digest(name) for name in locks)


def digest(name: str) -> str:
    """Fingerprint of a lock; that of the product counts in the test tools' too, which are resolved against it."""
    names = ["requirements.txt"] if name == "requirements.txt" else ["requirements.txt", name]
    return hashlib.sha256("".join(read(os.path.join(ROOT, one)) for one in names).encode()).hexdigest()


def stamp_path(name: str) -> str:
    return os.path.join(VENV, "." + name + ".installed")


def read(path: str) -> str:
    try:
        with open(path, encoding="utf-8") as file:
            return file.read()
    except OSError:
        return ""


def works(command: "list[str]") -> bool:
    try:
        done = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    except OSError:
        return False
    return done.returncode == 0


def can_import(name: str) -> bool:
    import importlib.util

    return importlib.util.find_spec(name) is not None


def keep_standard_streams_open() -> None:
    """A closed stdin, stdout or stderr would lend its number to the next file opened."""
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)


def refuse(sentence: str) -> NoReturn:
    sys.stderr.write(sentence + "\n")
    sys.exit(1)


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit(130)
