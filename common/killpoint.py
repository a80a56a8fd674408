"""A named place where a test may have the process shoot itself; in production it does nothing.

`NOTIFYHUB_KILL=intake.kept:3` kills this process (SIGKILL, no clean-up) the third time it passes
`killpoint("intake.kept")`. Read once at import, since the hot edges pass here on every request.
"""

import itertools
import os
import signal


def _target(text: str) -> tuple[str, int]:
    name, _, nth = text.partition(":")
    return name, int(nth or 1)


_name, _nth = _target(os.environ.get("NOTIFYHUB_KILL", ""))
_passes = itertools.count(1)  # next() on it is atomic, so threads need no lock


def killpoint(name: str) -> None:
    """Die here if the environment asks for it."""
    if _name and name == _name and next(_passes) == _nth:
        os.kill(os.getpid(), signal.SIGKILL)
