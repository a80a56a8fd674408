"""From hits of mails whose readers nobody is to know to sums, and then nothing is left of them.

# Note [Counted for 47 hours]
A nonce tells the second hit of a mail from the first. To forget it within 48 hours and never to
count a mail twice, hits count until 47 hours after the day began on which the mail left: to the
last hour but one of the next day, UTC. What comes later is answered, and neither counted nor
written. A nonce is judged once it has rested for 15 minutes, so the last ones are settled and gone
before the 48 hours are over.
"""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import orjson
from django.db import transaction

from messaging.readers import FINAL_AFTER
from orders import activity
from orders.activity import Fact
from orders.models import ActivityKind
from tracking.data import Sighting
from tracking.models import FeedCursor, Glimpse
from tracking.verdicts.data import (
    VERSION,
    Facts,
    Hit,
    Kind,
    NetworkClass,
    Verdict,
    Way,
)
from tracking.verdicts.rules import judge

COUNTED_FOR: Final = timedelta(hours=47)
KEPT_FOR: Final = timedelta(hours=48)
RESTS: Final = FINAL_AFTER
SIGNS: Final = ("open", "click", "machine_open", "machine_click")
_CURSOR: Final = "glimpses"


@dataclass(frozen=True, slots=True)
class _Sum:
    """Of which a fact is made: one cell in one hour."""

    store_id: int
    cell: str
    hour: datetime


def is_over(sighting: Sighting) -> bool:
    """Whether it comes too late to count. See Note [Counted for 47 hours]."""
    if sighting.cell is None:
        return False
    began = datetime.fromtimestamp(sighting.cell.day * 86_400, UTC)
    return not began - timedelta(hours=1) <= sighting.at < began + COUNTED_FOR


@transaction.atomic
def fold_glimpses(*, now: datetime, limit: int = 1000) -> int:
    """Turn what has rested into sums, each mail's first of its kind; how many nonces were settled.

    What is over 48 hours old is deleted. Call it inside every_store, and again until it says 0.
    """
    FeedCursor.objects.select_for_update().get_or_create(name=_CURSOR)
    Glimpse.objects.filter(at__lt=now - KEPT_FOR).delete()
    nonces = _rested(now, limit)
    rows = Glimpse.objects.filter(nonce__in=nonces).order_by("nonce", "at", "id")
    of_nonce: dict[tuple[int, int], list[Glimpse]] = defaultdict(list)
    for row in rows:
        of_nonce[row.store_id, row.nonce].append(row)
    sums: dict[_Sum, dict[str, int]] = defaultdict(lambda: dict.fromkeys(SIGNS, 0))
    for seen in of_nonce.values():
        _add(sums, seen)
    activity.record_all_once(_facts(sums))
    changed = [row for seen in of_nonce.values() for row in seen]
    Glimpse.objects.bulk_update(changed, ["signs", "is_settled"], 500)
    return len(of_nonce)


def _rested(now: datetime, limit: int) -> list[int]:
    """Nonces of hits that have rested, oldest first."""
    waiting = Glimpse.objects.filter(is_settled=False, at__lte=now - RESTS).order_by("at", "id")
    return list(dict.fromkeys(waiting.values_list("nonce", flat=True)[:limit]))


def _add(sums: dict[_Sum, dict[str, int]], seen: Sequence[Glimpse]) -> None:
    """What this mail shows for the first time, and that it was shown. Nothing is taken back."""
    known = {sign for row in seen for sign in row.signs}
    verdicts = judge([_hit_of(row) for row in seen], Facts())
    for row, verdict in zip(seen, verdicts, strict=True):
        row.is_settled = True
        sign = _sign_of(row, verdict)
        if sign and sign not in known:
            known.add(sign)
            row.signs = [*row.signs, sign]
            hour = row.at.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
            cell = orjson.dumps(row.cell, option=orjson.OPT_SORT_KEYS).decode()
            sums[_Sum(row.store_id, cell, hour)][sign] += 1


def _hit_of(row: Glimpse) -> Hit:
    return Hit(
        kind=Kind(row.kind),
        at=row.at,
        link_index=row.link_index,
        agent=row.user_agent,
        ip=row.ip or "",
        network=NetworkClass(row.network),
        way=Way(row.way),
    )


def _sign_of(row: Glimpse, verdict: Verdict | None) -> str:
    if verdict is None or not (verdict.who.is_person or verdict.who.is_machine):
        return ""
    kind = row.kind.lower()
    return kind if verdict.who.is_person else f"machine_{kind}"


def _facts(sums: dict[_Sum, dict[str, int]]) -> Iterable[tuple[int, Fact]]:
    for of, counts in sums.items():
        data: dict[str, Any] = {"cell": orjson.loads(of.cell), **counts, "version": VERSION}
        key = f"glimpses:{uuid.uuid4().hex}"  # drawn: a nonce stays nowhere
        yield of.store_id, Fact(ActivityKind.MESSAGE_JUDGED, of.hour, key, data=data)
