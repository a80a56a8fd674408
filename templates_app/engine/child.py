"""The other end of `bounded`: one request after the other, within memory and time.

Started as a program of its own with an empty environment: it knows no secret and no database.
"""

import importlib
import json
import logging
import os
import resource
import select
import signal
import socket
import struct
import sys
import threading
import time
import traceback
from pathlib import Path
from types import FrameType
from typing import Any, Final

import orjson
from liquid.exceptions import LiquidError

from templates_app.engine import budgets
from templates_app.engine.environment import Place, TemplateError, place_of

MEMORY_BYTES: Final = 64 * 1024 * 1024  # that one call may add
RETIRES_AFTER_CALLS: Final = 500
RETIRES_AFTER_GROWTH: Final = 48 * 1024 * 1024
OUT_OF_MEMORY: Final = 77  # the exit code of the watchman below
REQUEST_BYTES: Final = 16 * 1024 * 1024
_HEAD: Final = struct.Struct("!I")
_ROOT: Final = Path(__file__).resolve().parents[2]
_IS_MEMORY_LIMITED: Final = sys.platform == "linux"


def receive(line: socket.socket, size: int) -> bytes:
    """So many bytes; fewer only where the other end is gone."""
    parts = bytearray()
    while len(parts) < size:
        part = line.recv(min(size - len(parts), 1 << 20))
        if not part:
            break
        parts += part
    return bytes(parts)


def receive_message(line: socket.socket) -> dict[str, Any] | None:
    """The next message; None where the other end is gone."""
    head = receive(line, _HEAD.size)
    if len(head) < _HEAD.size:
        return None
    size = _HEAD.unpack(head)[0]
    body = receive(line, size) if size <= REQUEST_BYTES else b""
    if len(body) < size or not body:
        return None
    message: dict[str, Any] = json.loads(body)  # unlike orjson it reads numbers of any length
    return message


def send_message(line: socket.socket, message: dict[str, Any]) -> None:
    try:
        body = orjson.dumps(message)
    except TypeError:  # half a surrogate pair, a number beyond 64 bits: odd, but somebody's text
        body = json.dumps(message, ensure_ascii=False, default=str).encode("utf-8", "replace")
    line.sendall(_HEAD.pack(len(body)) + body)


def main(names: list[str]) -> None:
    """Import `name=dotted.path` of each, say hello, then answer until the parent is gone."""
    line = socket.socket(fileno=os.dup(0))
    parent = os.getppid()
    _prepare()
    functions = {name: _imported(path) for name, path in (pair.split("=") for pair in names)}
    begun_with = _resident_bytes()
    send_message(line, {"ready": os.getpid()})
    calls = 0
    while True:
        # The line is also held by whatever the parent forked since, hence the second look.
        while not select.select([line], [], [], 5)[0]:
            if os.getppid() != parent:
                return
        request = receive_message(line)
        if request is None:
            return
        calls += 1
        answer = _answer(functions[request["name"]], request)
        growth = _resident_bytes() - begun_with
        answer["retires"] = calls >= RETIRES_AFTER_CALLS or growth > RETIRES_AFTER_GROWTH
        send_message(line, answer)


def _answer(function: Any, request: dict[str, Any]) -> dict[str, Any]:
    from django.utils import translation

    translation.activate(request["language"])
    _limit(request["seconds"])
    try:
        answer = {"gave": function(request["payload"])}
    except Exception as error:  # nothing a template does may end as anything but a refusal
        _unlimit()
        return _refusal(error)
    _unlimit()
    return answer


def _refusal(error: BaseException) -> dict[str, Any]:
    if isinstance(error, MemoryError):
        place = Place(message="asks for more memory than a mail may cost")
        return {"refused": _as_json(place), "unexpected": ""}
    known: BaseException | None = error
    while known is not None and not isinstance(known, LiquidError):
        known = known.__cause__
    if isinstance(known, TemplateError):
        return {"refused": _as_json(known.place), "unexpected": ""}
    if known is not None:
        return {"refused": _as_json(place_of(known)), "unexpected": ""}
    story = "".join(traceback.format_exception(error))[-8_000:]
    place = Place(message=f"{type(error).__name__}: {error}"[:500])
    return {"refused": _as_json(place), "unexpected": story}


def _as_json(place: Place) -> dict[str, Any]:
    return {"message": place.message, "line": place.line, "column": place.column}


def _limit(seconds: float) -> None:
    """From now on: so much time by the wall and the processor, so much memory."""
    used = time.process_time()
    _set_soft(resource.RLIMIT_CPU, int(used + seconds) + 2)
    if _IS_MEMORY_LIMITED:
        pages = [int(number) for number in Path("/proc/self/statm").read_text().split()]
        size = os.sysconf("SC_PAGE_SIZE")
        _set_soft(resource.RLIMIT_AS, pages[0] * size + MEMORY_BYTES)
        _set_soft(resource.RLIMIT_DATA, pages[5] * size + MEMORY_BYTES)
    # Before the parent loses its patience, so that the place is known.
    signal.setitimer(signal.ITIMER_REAL, seconds * 0.85)


def _unlimit() -> None:
    signal.setitimer(signal.ITIMER_REAL, 0)
    for what in (resource.RLIMIT_CPU, resource.RLIMIT_AS, resource.RLIMIT_DATA):
        if _IS_MEMORY_LIMITED or what == resource.RLIMIT_CPU:
            _set_soft(what, resource.RLIM_INFINITY)


def _set_soft(what: int, value: int) -> None:
    hard = resource.getrlimit(what)[1]
    if hard != resource.RLIM_INFINITY and (value == resource.RLIM_INFINITY or value > hard):
        value = hard
    resource.setrlimit(what, (value, hard))


def _out_of_time(_signal: int, _frame: FrameType | None) -> None:
    raise budgets.BudgetExceeded("took too long")


def _prepare() -> None:
    import django
    from django.conf import settings

    signal.signal(signal.SIGALRM, _out_of_time)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    logging.disable(logging.CRITICAL)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))
    # The product's settings need secrets; these words and tags do not.
    settings.configure(
        USE_I18N=True,
        USE_TZ=True,
        LANGUAGE_CODE="en",
        LOCALE_PATHS=[str(_ROOT / "notifyhub" / "locale")],
        DATABASES={},
        INSTALLED_APPS=[],
    )
    django.setup()
    if not _IS_MEMORY_LIMITED:
        threading.Thread(target=_watch, daemon=True).start()


def _watch() -> None:
    """Where the system does not bound memory (macOS), look every 20 ms and leave."""
    begun_with = _resident_bytes()
    while True:
        time.sleep(0.02)
        if _resident_bytes() - begun_with > MEMORY_BYTES + RETIRES_AFTER_GROWTH:
            os._exit(OUT_OF_MEMORY)


def _resident_bytes() -> int:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


def _imported(path: str) -> Any:
    module, _, name = path.rpartition(".")
    return getattr(importlib.import_module(module), name)


if __name__ == "__main__":
    main(sys.argv[1:])
