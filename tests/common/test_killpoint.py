"""A process that shoots itself where a test asks it to, and nowhere else."""

import os
import subprocess
import sys

import pytest

PROGRAM = """
from common.killpoint import killpoint
for number in range(4):
    killpoint("other")
    killpoint("step")
    print(number, flush=True)
"""


@pytest.mark.parametrize(
    ("kill", "said", "code"),
    [("", "0123", 0), ("step", "", -9), ("step:3", "01", -9), ("elsewhere", "0123", 0)],
)
def test_it_dies_the_nth_time_and_only_if_asked(kill: str, said: str, code: int) -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        env={**os.environ, "NOTIFYHUB_KILL": kill},
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )

    assert "".join(done.stdout.split()) == said
    assert done.returncode == code
