"""Who opened a message or followed its links, as far as it is known."""

from datetime import datetime, timedelta
from enum import Enum
from typing import Final

# A verdict counts once its hit is so old: what tells a burst comes within minutes (tracking).
FINAL_AFTER: Final = timedelta(minutes=15)


class Reader(Enum):
    PERSON = "PERSON"
    MACHINE = "MACHINE"
    UNDECIDED = "UNDECIDED"  # until FINAL_AFTER the first
    SOMEBODY = "SOMEBODY"  # nobody judged it: it is from before that was asked, or late


def reader_of(
    first_at: datetime | None,
    person_at: datetime | None,
    machine_at: datetime | None,
    now: datetime,
) -> Reader | None:
    """None: nobody. What a machine did counts as its own until a person is known."""
    if person_at:
        return Reader.PERSON
    if first_at is None:
        return None
    if machine_at:
        return Reader.MACHINE
    return Reader.UNDECIDED if now < first_at + FINAL_AFTER else Reader.SOMEBODY
