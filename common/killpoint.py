"""A named place where a test may have the process shoot itself; in production it does nothing.

`NOTIFYHUB_KILL=intake.kept:3` kills this process (SIGKILL, no clean-up) the third time it passes
`killpoint("intake.kept")`. Read once at import, since the hot edges pass here on every request.
"""

import itertools
import os
import signal

_name, _nth = "", 1
_passes = itertools.count(1)  # next() on it is atomic, so threads need no lock


def aim(target: str) -> None:
    """Choose where this process dies, "" for nowhere: for children forked from one that read it."""
    global _name, _nth, _passes
    _name, _, nth = target.partition(":")
    _nth = int(nth or 1)
    _passes = itertools.count(1)


def killpoint(name: str) -> None:
    """Die here if the environment asks for it."""
    if _name and name == _name and next(_passes) == _nth:
        os.kill(os.getpid(), signal.SIGKILL)


aim(os.environ.get("NOTIFYHUB_KILL", ""))
