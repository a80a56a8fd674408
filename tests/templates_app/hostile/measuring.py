"""Renders each hostile template in a process of its own and says what it cost.

python -m tests.templates_app.hostile.measuring    prints one JSON object, by name
"""

import json
import os
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from templates_app.engine.environment import Options, TemplateError, parse
from tests.templates_app.hostile.cases import CASES
from tests.templates_app.hostile.making import Case

_AT_MOST_SECONDS = 5
_AT_MOST_BYTES = 2**30


def measured(case: Case) -> dict[str, Any]:
    """Cost and outcome, from a fork: what one case leaves behind the next does not see."""
    reader, writer = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(reader)
        os.write(writer, json.dumps(_in_the_fork(lambda: outcome_of(case))).encode())
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader, "rb") as answer:
        text = answer.read()
    os.waitpid(pid, 0)
    return dict(json.loads(text)) if text else {"outcome": "died"}


def _in_the_fork(deed: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    resource.setrlimit(resource.RLIMIT_CPU, (_AT_MOST_SECONDS, _AT_MOST_SECONDS))
    if sys.platform == "linux":
        resource.setrlimit(resource.RLIMIT_AS, (_AT_MOST_BYTES, _AT_MOST_BYTES))
        Path("/proc/self/clear_refs").write_text("5")  # forget the peak so far
    before, began, began_wall = _peak_bytes(), time.process_time(), time.monotonic()
    found = deed()
    return {
        "seconds": round(time.process_time() - began, 3),
        "wall": round(time.monotonic() - began_wall, 3),
        "mebibytes": round((_peak_bytes() - before) / 2**20, 1),
        **found,
    }


def outcome_of(case: Case) -> dict[str, Any]:
    try:
        made = parse(case.source).render(case.context, Options())
    except TemplateError as error:
        place = error.place
        return {"outcome": "refused", "why": place.message[:200], "line": place.line,
                "column": place.column}  # fmt: skip
    except BaseException as error:
        return {"outcome": "escaped", "why": f"{type(error).__name__}: {error}"[:200]}
    return {"outcome": "rendered", "length": len(made.text), "problems": len(made.problems)}


def _peak_bytes() -> int:
    if sys.platform != "linux":
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    status = Path("/proc/self/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0]) * 1024


def main() -> None:
    warm = "{{ 'now' | date: format: 'date' }}{{ 1 | money }}{{ a | format_address }}"
    parse(warm).render({}, Options())
    json.dump({name: measured(case) for name, case in CASES.items()}, sys.stdout)


if __name__ == "__main__":
    main()
