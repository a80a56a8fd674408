"""The ledger of erasures: files outside of the database, by which a restored dump forgets again.

# Note [The ledger outlives the dump]
A dump of yesterday knows whom we erased today. So each erasure is also a line of a file in
NOTIFYHUB_LEDGER, forced to the disk before the erasure is committed; the line names nobody, it
holds keyed hashes. After a restore the lines that the table lacks are done again
(intake/buyers/replaying.py), and until then no process opens (stores/opening.py).

A process that dies between the line and the commit leaves a line without a row. Who tries again,
as the job of a webhook does, writes the same line and commits its row; otherwise it is replayed
like the others: somebody asked to be erased, and twice is harmless.

# Note [Keyed hashes]
Whoever finds the ledger must not learn who was erased, and an e-mail address is easily guessed: so
the hashes need a key (NOTIFYHUB_LEDGER_KEYS), newest first. A line says which; those of before
must stay as long as dumps are kept that are older than the change.
"""

import fcntl
import hashlib
import hmac
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any, Final

from django.conf import settings

from common.errors import DomainError

TAIL: Final = 64 * 1024  # bytes of the newest file, where what a dump lacks stands


class LedgerAway(DomainError):
    """The ledger cannot be written, so nothing may be said to be erased."""

    code = "ledger-away"


class KeyMissing(Exception):
    """A line was made by a key that NOTIFYHUB_LEDGER_KEYS no longer holds."""


@dataclass(frozen=True, slots=True)
class Line:
    """One erasure, as its line says it."""

    id: str
    at: str
    store: str
    kind: str
    key: str
    who: tuple[str, ...]
    asked_by: str

    @property
    def erased_at(self) -> datetime:
        return datetime.fromisoformat(self.at)


def key_name() -> str:
    """The name of the newest key, by which lines are made."""
    return _name_of(settings.NOTIFYHUB_LEDGER_KEYS[0])


def digest(said: str, *, key: str) -> str:
    """Who or what an erasure names, such as "email:kari@example.com". Raises KeyMissing."""
    return hmac.new(_secret(key), said.encode(), hashlib.sha256).hexdigest()[:32]


def names_of(
    *, customers: Iterable[int] = (), emails: Iterable[str] = (), orders: Iterable[int] = ()
) -> list[str]:
    """What an erasure names, as `digest` takes it."""
    said = [f"customer:{each}" for each in customers]
    said += [f"email:{each.strip().lower()}" for each in emails if each.strip()]
    return [*said, *(f"order:{each}" for each in orders)]


def write(line: Line) -> None:
    """Add the line, and return once it is on the disk. Raises LedgerAway."""
    folder = place()
    if folder is None:
        return
    text = json.dumps(asdict(line), separators=(",", ":"))
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        path = folder / f"{datetime.now(UTC):%Y-%m}.jsonl"
        is_new = not path.exists()
        with path.open("ab+") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            file.write(_broken_end(file) + text.encode() + b"\n")
            file.flush()
            os.fsync(file.fileno())
        if is_new:
            _sync_folder(folder)
    except OSError as error:
        words = f"The ledger of erasures at {folder} cannot be written: {error.strerror}."
        raise LedgerAway(words) from error


def lines() -> Iterator[Line]:
    """Every line, oldest file first."""
    for path in _files():
        with path.open("rb") as file:
            for raw in file:
                line = _read(raw)
                if line is not None:
                    yield line


def last_lines() -> list[Line]:
    """Those at the end of the newest file, without reading all."""
    files = _files()
    if not files:
        return []
    with files[-1].open("rb") as file:
        size = file.seek(0, os.SEEK_END)
        file.seek(max(0, size - TAIL))
        found = [_read(raw) for raw in file.read().split(b"\n")]
    return [line for line in found if line is not None]


def place() -> Path | None:
    """Where the ledger stands; None where an installation has none."""
    return Path(settings.NOTIFYHUB_LEDGER) if settings.NOTIFYHUB_LEDGER else None


def _files() -> list[Path]:
    folder = place()
    return sorted(folder.glob("*.jsonl")) if folder else []


def _read(raw: bytes) -> Line | None:
    """None for an empty line, and for one that a full disk cut short: it was never committed."""
    try:
        said: Mapping[str, Any] = json.loads(raw)
        return Line(**{**said, "who": tuple(said["who"])})
    except (ValueError, TypeError, KeyError):
        return None


def _broken_end(file: Any) -> bytes:
    """What ends a line that was cut short, so that ours begins at the margin."""
    if file.seek(0, os.SEEK_END) == 0:
        return b""
    file.seek(-1, os.SEEK_END)
    return b"" if file.read(1) == b"\n" else b"\n"


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@cache
def _name_of(secret: str) -> str:
    return hashlib.sha256(f"ledger:{secret}".encode()).hexdigest()[:8]


def _secret(name: str) -> bytes:
    for secret in settings.NOTIFYHUB_LEDGER_KEYS:
        if _name_of(secret) == name:
            return bytes(secret.encode())
    raise KeyMissing(
        f"A line of the ledger was made by the key {name}, which NOTIFYHUB_LEDGER_KEYS lacks. "
        "Add that key behind the newest, then replay again."
    )
