"""How sightings become rows: one statement for many; and what of a visitor we keep (little)."""

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

from messaging.cells import Cell
from tracking.data import Sighting
from tracking.verdicts.data import Way

USER_AGENT_LIMIT = 300
# How browsers say that nobody has asked for it yet; the last two are old.
_AHEAD: Final = ("HTTP_SEC_PURPOSE", "HTTP_PURPOSE", "HTTP_X_PURPOSE", "HTTP_X_MOZ")

# Who said no after the mail had gone is asked for here, so that nothing of theirs is ever written:
# no statement more, and no delay. A scalar subquery, so that no planner makes a scan of it.
INSERT = """
INSERT INTO tracking_event (
    store_id, message_id, kind, at, link_index, user_agent, ip, network, way
)
SELECT * FROM unnest(
    %b::bigint[], %b::bigint[], %b::text[], %b::timestamptz[], %b::smallint[], %b::text[],
    %t::text[]::inet[], %b::text[], %b::text[]
) AS hit (store_id, message_id)
WHERE (SELECT tracked_as FROM messaging_message WHERE id = hit.message_id) IS DISTINCT FROM 'OFF'
"""

# As a Sighting's first fields, in their order.
_COLUMNS: Final = 9

INSERT_GLIMPSES = """
INSERT INTO tracking_glimpse (
    store_id, nonce, cell, kind, at, link_index, user_agent, ip, network, way
)
SELECT * FROM unnest(
    %b::bigint[], %b::bigint[], %t::text[]::jsonb[], %b::text[], %b::timestamptz[],
    %b::smallint[], %b::text[], %t::text[]::inet[], %b::text[], %b::text[]
)
"""


def columns(sightings: Sequence[Sighting]) -> list[list[Any]]:
    """The parameters of INSERT."""
    return [list(column) for column in zip(*sightings, strict=True)][:_COLUMNS]


def glimpse_columns(sightings: Sequence[tuple[Cell, Sighting]]) -> list[list[Any]]:
    """The parameters of INSERT_GLIMPSES."""
    return [
        [it.store_id for _, it in sightings],
        [it.nonce for _, it in sightings],
        [json.dumps(cell.as_data()) for cell, _ in sightings],
        [it.kind for _, it in sightings],
        [it.at for _, it in sightings],
        [it.link_index for _, it in sightings],
        [it.user_agent for _, it in sightings],
        [it.ip for _, it in sightings],
        [it.network for _, it in sightings],
        [it.way for _, it in sightings],
    ]


def user_agent_of(environ: Mapping[str, Any]) -> str:
    """What the visitor's program calls itself: printable, bounded."""
    text: str = environ.get("HTTP_USER_AGENT", "")[: USER_AGENT_LIMIT * 2]
    if text.isprintable():
        return text[:USER_AGENT_LIMIT]
    return "".join(letter for letter in text if letter.isprintable())[:USER_AGENT_LIMIT]


def way_of(environ: Mapping[str, Any]) -> Way:
    """How it was asked for: whatever is not a plain GET is kept, and never counted."""
    if environ["REQUEST_METHOD"] != "GET":
        return Way.HEAD
    for name in _AHEAD:
        said: str = environ.get(name, "").lower()
        if "prefetch" in said or "preview" in said:
            return Way.AHEAD
    return Way.PLAIN
