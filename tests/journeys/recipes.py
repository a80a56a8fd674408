"""The programs and commands that our documents show, taken out of them and run as they stand."""

import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from common.embedded import process
from tests.journeys.house import ROOT

CLIENT = ROOT / "clients" / "python"
_BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def blocks(document: Path, heading: str, language: str) -> list[str]:
    """The blocks of that language below the heading that begins so."""
    sections = re.split(r"^## ", document.read_text(), flags=re.MULTILINE)
    (section,) = [text for text in sections if text.startswith(heading)]
    found = [text for kind, text in _BLOCK.findall(section) if kind == language]
    assert found, f"{document.name} shows no {language} below “{heading}”"
    return found


def recipes(number: int) -> list[str]:
    """The programs of one recipe of the client's README."""
    return blocks(CLIENT / "README.md", f"{number}. ", "python")


def recipe(number: int) -> str:
    """The recipe's only program."""
    (program,) = recipes(number)
    return program


def as_a_user(*, url: str, key: str, **more: str) -> dict[str, str]:
    """The environment of somebody who installed the client, and nothing else of ours."""
    return {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(CLIENT),
        "PYTHONUNBUFFERED": "1",
        "NOTIFYHUB_URL": url,
        "NOTIFYHUB_API_KEY": key,
        **more,
    }


def run(program: str, environment: dict[str, str], *, home: Path = Path("/")) -> str:
    """What a Python program prints; fails with its trace if it ends badly."""
    done = subprocess.run(
        [sys.executable, "-c", program],
        env=environment,
        cwd=home,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"
    return done.stdout


@contextmanager
def listening(
    program: str, environment: dict[str, str], *, port: int, said: Path
) -> Iterator[None]:
    """Meanwhile the program listens at that port, and what it says goes to the file."""
    with said.open("w") as output:
        listener = subprocess.Popen(
            [sys.executable, "-c", program],
            env=environment,
            stdout=output,
            stderr=subprocess.DEVNULL,
        )
        try:
            process.wait_until(lambda: _answers(port), child=listener, log=said, patience=20)
            yield
        finally:
            listener.kill()
            listener.wait()


def _answers(port: int) -> bool:
    with socket.socket() as trial:
        return trial.connect_ex(("127.0.0.1", port)) == 0
