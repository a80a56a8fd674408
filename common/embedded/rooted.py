"""Where data lies when root starts us.

# Note [Root]
Postgres refuses to run as root, so root runs it as `nobody`, who cannot enter a closed directory
such as /root. When the project lies in one, the data moves to /var/lib/notifyhub/<project key>/,
`.local/postgres` becomes a link to it, and programs in a closed environment are copied there too.
No permission of an existing directory is ever changed.
"""

from pathlib import Path

from common.embedded import accounts, binaries, places


def place(home: Path, name: str) -> Path:
    """The directory for `name` under `home`, or the one outside that `home/name` links to."""
    inside = home / name
    if inside.is_symlink():
        return inside.readlink()
    account = accounts.for_data(inside)
    if inside.exists() or accounts.can_enter(account, home):
        return inside
    outside = binaries.SHARED / places.key(home.parent)
    for directory in (binaries.SHARED, outside):
        directory.mkdir(parents=True, exist_ok=True)
        directory.chmod(0o755)
    inside.symlink_to(outside / name)
    return outside / name
