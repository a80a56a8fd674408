"""Where the embedded servers keep their data and their sockets.

Computes only: nothing is started or written here.
"""

import hashlib
import tempfile
from pathlib import Path

OWNER = "notifyhub"
DATABASE = "notifyhub"
# What sun_path holds on Linux, less the closing zero; macOS has 104.
LONGEST_SOCKET_PATH = 103
POSTGRES_SOCKET = ".s.PGSQL.5432"
VALKEY_SOCKET = "valkey.sock"
SHORT = Path("/tmp")  # noqa: S108 -- what we make there is 0700, and refused if it is another's


def home(base: Path) -> Path:
    """The project's `.local/`: data, keys and logs of a server run here."""
    return base.resolve() / ".local"


def key(base: Path) -> str:
    """A short name for the project, the same however one walks to it."""
    return hashlib.sha256(str(base.resolve()).encode()).hexdigest()[:12]


def sockets(base: Path) -> Path:
    """A short directory for the sockets, the same for everybody who works in this project.

    Not under the project, whose path may be too long for a socket, and not $TMPDIR, which differs
    between the shells of one user.
    """
    return SHORT / f"notifyhub-{key(base)}"


def postgres_url(directory: Path) -> str:
    return f"postgresql://{OWNER}@/{DATABASE}?host={directory}"


def valkey_url(directory: Path) -> str:
    return f"redis+socket://{directory / VALKEY_SOCKET}?virtual_host=0"


def database_url(base: Path) -> str:
    """DATABASE_URL of the project at `base` when none is set."""
    return postgres_url(sockets(base))


def broker_url(base: Path) -> str:
    """BROKER_URL of the project at `base` when none is set, as kombu writes it."""
    return valkey_url(sockets(base))


def passing() -> tempfile.TemporaryDirectory[str]:
    """A short directory that goes when its context ends."""
    return tempfile.TemporaryDirectory(prefix="notifyhub-", dir=SHORT, ignore_cleanup_errors=True)
