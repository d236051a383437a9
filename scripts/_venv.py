"""Make the local ``.venv`` that the other scripts run in. Needs only Python 3.11 or newer.

What was installed is remembered in a stamp inside ``.venv``, so that a second call works without a network.
"""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")


def ready(for_tests: bool = True) -> Path:
    """Install Glasshouse into ``.venv`` unless that is done already; give back the folder of its programs."""
    if sys.version_info < (3, 11):
        _stop("Glasshouse needs Python 3.11 or newer; this is " + sys.version.split()[0] + ".")
    wanted = [".[dev]"] if for_tests else ["."]
    if any(_stamp(extra).exists() for extra in ([".[dev]"] if for_tests else [".[dev]", "."])):
        return BIN
    if not PYTHON.exists():
        tell("Making a local Python environment in .venv ...")
        if subprocess.run([sys.executable, "-m", "venv", str(VENV)], stdout=sys.stderr).returncode:
            _stop("Could not make .venv. On Debian or Ubuntu install the package python3-venv, then try again.")
    tell("Installing Glasshouse and its libraries into .venv (once; a few hundred megabytes) ...")
    if not _install(wanted[0]):
        _stop(
            "Could not install the libraries. The lines above say why; most often the package registry is out of reach."
        )
    _stamp(wanted[0]).write_text("installed\n", encoding="utf-8")
    return BIN


def add(extra: str, words: str) -> None:
    """Install one more of the extras, saying ``words`` first; where that fails, go on without it and say so."""
    wanted = f".[{extra}]"
    if _stamp(wanted).exists():
        return
    tell(words)
    if _install(wanted):
        _stamp(wanted).write_text("installed\n", encoding="utf-8")
    else:
        tell("Could not install them; what needs them is left out.")


def program(name: str) -> str:
    """Return the path of an installed program."""
    return str(BIN / (name + ".exe" if os.name == "nt" else name))


def step(words: str, command: list[str]) -> bool:
    """Say what is done, do it, and tell whether it went well."""
    say(words)
    return subprocess.run(command, cwd=ROOT).returncode == 0


def say(words: str) -> None:
    """Print one line at once."""
    print(words, flush=True)


def tell(words: str) -> None:
    """The same beside the output, which may be read by a program."""
    print(words, file=sys.stderr, flush=True)


def _install(wanted: str) -> bool:
    command = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    command += ["--constraint", "constraints.txt", "--editable", wanted]
    return subprocess.run(command, cwd=ROOT, stdout=sys.stderr).returncode == 0


def _stamp(wanted: str) -> Path:
    """Return a file whose name changes whenever what must be installed changes."""
    content = b"".join((ROOT / name).read_bytes() for name in ("pyproject.toml", "constraints.txt"))
    content += wanted.encode() + str(ROOT).encode() + sys.version.encode()
    return VENV / ("installed-" + hashlib.sha256(content).hexdigest()[:16])


def _stop(words: str) -> None:
    print(words, file=sys.stderr)
    raise SystemExit(1)
