"""Who is at work, told to Postgres together with what they write: see Note [Changes].

django-pghistory's context puts it in front of each statement that writes, as settings of the
transaction; reads carry nothing. So edges open it around writes only.
"""

import uuid
from contextlib import AbstractContextManager
from typing import Any, Final

import pghistory

from stores.access import Actor

SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})


def somebody(actor: Actor, *, door: str, through: str) -> AbstractContextManager[Any]:
    """What is written inside was written by this actor, through this page or operation."""
    context: AbstractContextManager[Any] = pghistory.context(
        who=actor.caller,
        label=actor.label,
        door=door,
        through=through[:120],
        request=str(uuid.uuid4()),
    )
    return context


def command(name: str) -> AbstractContextManager[Any]:
    """What is written inside was written by a management command, at the server's console."""
    context: AbstractContextManager[Any] = pghistory.context(
        who=f"command:{name}"[:40],
        label=f"manage.py {name}",
        door="command",
        through=name[:120],
        request=str(uuid.uuid4()),
    )
    return context


def nobody(*, door: str, through: str) -> AbstractContextManager[Any]:
    """What is written inside was written by NotifyHub itself: by a job."""
    context: AbstractContextManager[Any] = pghistory.context(
        door=door, through=through[:120], request=str(uuid.uuid4())
    )
    return context
