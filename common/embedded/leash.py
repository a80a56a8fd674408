"""For systems without PR_SET_PDEATHSIG (macOS): a watcher that ends our children after us.

The watcher reads a pipe only we hold open. It reads which pids are ours; at the end of the file we
are gone, and it signals them. See Note [Not verified on macOS] in docs/operations.md.
"""

import os
import signal
import subprocess
import sys

_watcher: subprocess.Popen[bytes] | None = None


def tie(pid: int, farewell: signal.Signals) -> None:
    """Have `pid` signalled when this process dies, however it dies."""
    global _watcher
    if _watcher is None or _watcher.poll() is not None:
        _watcher = subprocess.Popen(
            [sys.executable, __file__], stdin=subprocess.PIPE, start_new_session=True
        )
    _tell(f"+{pid} {int(farewell)}")


def untie(pid: int) -> None:
    """Forget a pid that has ended, before the system gives its number to somebody else."""
    _tell(f"-{pid} 0")


def _tell(line: str) -> None:
    if _watcher is None or _watcher.stdin is None:
        return
    _watcher.stdin.write(f"{line}\n".encode())
    _watcher.stdin.flush()


def watch() -> None:
    tied: dict[int, int] = {}
    for line in sys.stdin:
        pid, farewell = (int(number) for number in line[1:].split())
        if line[0] == "+":
            tied[pid] = farewell
        else:
            tied.pop(pid, None)
    for pid, farewell in tied.items():
        try:
            os.kill(pid, farewell)
        except ProcessLookupError:
            continue


if __name__ == "__main__":
    watch()
