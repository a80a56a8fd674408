"""How arrivals become rows: one statement for many, used by the hot edge and by the verb alike."""

from collections.abc import Sequence
from typing import Any

from intake.data import Arrival

# One array per column: many rows, one statement whose text never changes. Whatever Shopify says
# twice meets one of the two unique keys and is dropped here, by the database.
INSERT = """
INSERT INTO intake_webhook (
    store_id, topic, event_key, body_hash, body, api_version, triggered_at, received_at, run_after,
    state, reason, attempts
)
SELECT arrived.*, 'RECEIVED', '', 0
FROM unnest(
    %b::bigint[], %b::text[], %b::text[], %b::bytea[], %b::bytea[], %b::text[],
    %b::timestamptz[], %b::timestamptz[], %b::timestamptz[]
) AS arrived
ON CONFLICT DO NOTHING
"""


def columns(arrivals: Sequence[Arrival]) -> list[list[Any]]:
    """The parameters of INSERT."""
    # In one order everywhere: two processes inserting the same keys would otherwise deadlock.
    ordered = sorted(arrivals, key=lambda it: (it.store_id, it.topic, it.event_key))
    return [
        [it.store_id for it in ordered],
        [it.topic for it in ordered],
        [it.event_key for it in ordered],
        [it.body_hash for it in ordered],
        [it.body for it in ordered],
        [it.api_version for it in ordered],
        [it.triggered_at for it in ordered],
        [it.received_at for it in ordered],
        [it.run_after for it in ordered],
    ]
