#!/usr/bin/env python
"""Django's command line. Locally it brings Postgres and the broker for the time of the command."""

import os
import sys
from pathlib import Path

# They read no table and ring no bell.
NEEDS_NO_SERVER = frozenset(
    ["check", "collectstatic", "compilemessages", "help", "makemessages", "spectacular", "version"]
)


def bring_servers(command: str) -> None:
    """Start what is not given by the environment and does not run already."""
    from common.embedded import places
    from common.embedded.postgres import ensure_postgres
    from common.embedded.valkey import ensure_valkey

    if command in NEEDS_NO_SERVER or command.startswith("-"):
        return
    home = places.home(Path(__file__).parent)
    if not os.environ.get("DATABASE_URL"):
        ensure_postgres(home)
    if not os.environ.get("BROKER_URL"):
        ensure_valkey(home)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "notifyhub.settings")
    bring_servers(sys.argv[1] if len(sys.argv) > 1 else "help")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)
