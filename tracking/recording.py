"""How sightings become rows: one statement for many; and what of a visitor we keep (little)."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import orjson

from messaging.cells import Cell
from tracking.data import Sighting
from tracking.verdicts.data import Way

USER_AGENT_LIMIT = 300
# How browsers say that nobody has asked for it yet; the last two are old.
_AHEAD: Final = ("HTTP_SEC_PURPOSE", "HTTP_PURPOSE", "HTTP_X_PURPOSE", "HTTP_X_MOZ")

# Rows travel as JSON: arrays, a column each, cost psycopg three times as much.
# Who said no after the mail had gone is asked for here, so that nothing of theirs is ever written:
# no statement more, and no delay. A scalar subquery, so that no planner makes a scan of it.
INSERT: Final = """
INSERT INTO tracking_event (
    store_id, message_id, kind, at, link_index, user_agent, ip, network, way
)
SELECT hit.* FROM json_to_recordset(%s::json) AS hit (
    store_id bigint, message_id bigint, kind text, at timestamptz, link_index smallint,
    user_agent text, ip inet, network text, way text
)
WHERE (SELECT tracked_as FROM messaging_message WHERE id = hit.message_id) IS DISTINCT FROM 'OFF'
"""

INSERT_GLIMPSES: Final = """
INSERT INTO tracking_glimpse (
    store_id, nonce, cell, kind, at, link_index, user_agent, ip, network, way
)
SELECT hit.* FROM json_to_recordset(%s::json) AS hit (
    store_id bigint, nonce bigint, cell jsonb, kind text, at timestamptz, link_index smallint,
    user_agent text, ip inet, network text, way text
)
"""


def statements(sightings: Sequence[Sighting]) -> list[tuple[str, list[str]]]:
    """What writes them, with parameters: hits of messages, and of mails whose readers nobody is
    to know.
    """
    known = [it for it in sightings if it.cell is None]
    unknown = [it for it in sightings if it.cell is not None]
    parts = ((INSERT, known), (INSERT_GLIMPSES, unknown))
    return [(statement, [_rows(some)]) for statement, some in parts if some]


def _rows(sightings: Sequence[Sighting]) -> str:
    names = Sighting._fields
    rows = [dict(zip(names, it, strict=True)) for it in sightings]
    made = orjson.dumps(rows, default=_cells_data, option=orjson.OPT_PASSTHROUGH_DATACLASS)
    return made.decode()


def _cells_data(cell: Any) -> dict[str, Any]:
    if not isinstance(cell, Cell):
        raise TypeError(f"{type(cell).__name__} does not belong into a row")
    return cell.as_data()


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
