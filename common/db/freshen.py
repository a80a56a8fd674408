"""For code that serves requests outside Django's handler, where no signal tends the connections."""

from django.db import close_old_connections, connection


def freshen() -> None:
    """Drop this thread's connections that broke or grew old; never within a transaction."""
    if not connection.in_atomic_block:
        close_old_connections()
