"""Which of two snapshots of one thing is the newer, whatever the order in which they arrived.

# Note [Newer by content, never by arrival]
Shopify's `updated_at` counts whole seconds, and several webhooks of one second may differ
(created, then paid). So a snapshot carries a rank too: how far the thing has come, then a digest of
all that is said. Any order of arrival ends in the same snapshot: the greatest (changed_at, rank).
"""

from datetime import UTC, datetime
from hashlib import blake2b
from typing import Final

from orders.data import FulfilmentData, OrderData, RefundData

BEFORE_ALL: Final = datetime(1, 1, 1, tzinfo=UTC)
_PAID_FURTHER: Final = (
    "PENDING",
    "AUTHORIZED",
    "PARTIALLY_PAID",
    "PAID",
    "PARTIALLY_REFUNDED",
    "REFUNDED",
    "VOIDED",
)
_GONE_FURTHER: Final = ("PENDING", "OPEN", "SUCCESS", "CANCELLED", "ERROR", "FAILURE")

Freshness = tuple[datetime, str]


def freshness(changed_at: datetime | None, rank: str) -> Freshness:
    """What to compare. A stub (no time, no rank) is older than any snapshot."""
    return changed_at or BEFORE_ALL, rank


def rank_of(data: object, *progress: int) -> str:
    """Sorts as text: the progress, most telling first, then the digest."""
    digest = blake2b(repr(data).encode("utf-8", "replace"), digest_size=8).hexdigest()
    return "".join(f"{min(step, 999):03d}" for step in progress) + digest


def order_rank(data: OrderData) -> str:
    return rank_of(
        data,
        data.cancelled_at is not None,
        len(data.refunds),
        len(data.fulfilments),
        _place(data.financial_state, _PAID_FURTHER),
        data.closed_at is not None,
        len(data.lines),  # an edit takes none away: whoever tells of more knows more
        _parts_told(data),
    )


def _parts_told(data: OrderData) -> int:
    """How many parts tell which goods they are about. A bulk operation's do not, and it must not
    be the lot of two digests whether its word or that of a whole snapshot stands.
    """
    sent = sum(1 for each in data.fulfilments if each.lines)
    return sent + sum(1 for each in data.refunds if each.settled_count)


def fulfilment_rank(data: FulfilmentData) -> str:
    # A bulk operation may not tell which goods: whoever does knows more.
    return rank_of(data, _place(data.state, _GONE_FURTHER), len(data.parcels), len(data.lines))


def refund_rank(data: RefundData) -> str:
    return rank_of(data, data.settled_count)


def _place(code: str, codes: tuple[str, ...]) -> int:
    return codes.index(code) + 1 if code in codes else 0
