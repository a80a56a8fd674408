"""Whether this process may open: not before a restored database has forgotten again.

See Note [The ledger outlives the dump] in stores/ledger.py. Asked until it is so; then it stays so,
since a database is restored while nothing runs.
"""

import threading
import time
from typing import Final

from django.db import Error

from common.db.freshen import freshen
from stores import ledger
from stores.models import Store, Tombstone
from stores.scope import every_store

ASK_EVERY: Final = 1.0  # seconds; in between the last answer holds

_lock = threading.Lock()
_state = {"is_open": False, "asked_at": -ASK_EVERY}


def is_open() -> bool:
    """One look at a flag once it is; before, a look at the end of the ledger each second."""
    if _state["is_open"]:
        return True
    with _lock:
        if not _state["is_open"] and time.monotonic() - _state["asked_at"] >= ASK_EVERY:
            _state["asked_at"] = time.monotonic()
            _state["is_open"] = _has_replayed()
        return bool(_state["is_open"])


def stands_open() -> bool:
    """Whether it is known to be open, by the flag alone."""
    return bool(_state["is_open"])


def forget() -> None:
    """Ask anew: for tests, and for who replayed just now."""
    _state.update(is_open=False, asked_at=-ASK_EVERY)


def lacking(found: list[ledger.Line]) -> list[ledger.Line]:
    """Those of the lines whose erasure this database has not done. Two queries.

    Stores that it does not know have nothing to erase.
    """
    if not found:
        return []
    with every_store(because="the ledger names erasures of all stores"):
        rows = Tombstone.objects.filter(public_id__in={line.id for line in found})
        done = {str(each) for each in rows.values_list("public_id", flat=True)}
        missing = [line for line in found if line.id not in done]
        wanted = Store.objects.filter(public_id__in={line.store for line in missing})
        known = {str(each) for each in wanted.values_list("public_id", flat=True)}
    return [line for line in missing if line.store in known]


def _has_replayed() -> bool:
    try:
        return not lacking(ledger.last_lines())
    except Error:  # the database is away: that is no reason to open
        return False
    finally:
        freshen()
