"""What other programs are told of a fact: its type, ids and codes, and nothing of a person.

# Note [Ids and codes]
What is posted to an address on the Internet may end in logs of three companies. So an event names
things by the ids of the API and says codes of ours; who wants more asks with a key, by whose verbs
and stores the answer is bounded. Of a fact's data only what `CODES` names for its kind goes out,
and of that only numbers, truth values and words that look like codes. A fact of a new kind says
nothing but its ids until somebody writes here what else may be said.
"""

import re
from collections.abc import Mapping
from typing import Any, Final

import orjson

from common.api.shapes import opaque_id
from orders.history import MARK as PAST
from orders.models import ActivityKind as Kind
from outbound.data import Event, FeedRow

TESTED: Final = "endpoint.tested"
# A sum that was told with an order turned out to be another. No second order.
SUMS_CHANGED: Final = "order.sums_changed"

TYPES: Final[Mapping[str, str]] = {
    Kind.ORDER_PLACED: "order.placed",
    Kind.ORDER_PAID: "order.paid",
    Kind.ORDER_CANCELLED: "order.cancelled",
    Kind.ORDER_EDITED: "order.edited",
    Kind.ORDER_REFUNDED: "order.refunded",
    Kind.ORDER_FULFILLED: "order.fulfilled",
    Kind.ORDER_CLOSED: "order.closed",
    Kind.ADDRESS_DOUBTED: "address.doubted",
    Kind.ADDRESS_CORRECTED: "address.corrected",
    Kind.CONSENT_CHANGED: "consent.changed",
    Kind.TAGGED: "order.tagged",
    Kind.NOTED: "order.noted",
    Kind.CUSTOMER_REDACTED: "customer.redacted",
    Kind.MESSAGE_PLANNED: "message.planned",
    Kind.MESSAGE_NOT_SENT: "message.not_sent",
    Kind.MESSAGE_SENT: "message.sent",
    Kind.MESSAGE_DELAYED: "message.delayed",
    Kind.MESSAGE_FAILED: "message.failed",
    Kind.MESSAGE_UNKNOWN: "message.unknown",
    Kind.MESSAGE_HELD: "message.held",
    Kind.MESSAGE_DELIVERED: "message.delivered",
    Kind.MESSAGE_BOUNCED: "message.bounced",
    Kind.MESSAGE_COMPLAINED: "message.complained",
    Kind.MESSAGE_OPENED: "message.opened",
    Kind.MESSAGE_CLICKED: "message.clicked",
    Kind.MESSAGE_JUDGED: "message.judged",
    Kind.ORDER_ATTRIBUTED: "order.attributed",
    Kind.PARCEL_ADDED: "parcel.added",
    Kind.PARCEL_CHANGED: "parcel.changed",
    Kind.PARCEL_SCANNED: "parcel.scanned",
    Kind.PARCEL_REMOVED: "parcel.removed",
    Kind.ALARM_RAISED: "alarm.raised",
    Kind.ALARM_SETTLED: "alarm.settled",
    Kind.PROMISED: "promise.made",
    Kind.PROMISE_CHANGED: "promise.changed",
    Kind.BUYER_ASKED: "buyer.asked",
    Kind.BUYER_ANSWERED: "buyer.answered",
    Kind.FEEDBACK_GIVEN: "feedback.given",
    Kind.BUYER_CONTACTED: "buyer.contacted",
    Kind.ORDER_ARCHIVED: "order.archived",
    Kind.ORDER_UNARCHIVED: "order.unarchived",
    Kind.LINK_RENEWED: "link.renewed",
    Kind.CHECKOUT_STARTED: "checkout.started",
    Kind.CHECKOUT_DONE: "checkout.completed",
    Kind.FINDING_OPENED: "store.finding_opened",
    Kind.FINDING_CLOSED: "store.finding_closed",
    Kind.RULE_RAN: "rule.ran",
    Kind.TASK_GIVEN: "task.given",
    Kind.TASK_DONE: "task.done",
}

_MESSAGE: Final = ("kind", "channel", "sequence", "locale", "state", "reason")
_OF_MESSAGES: Final = (
    *(Kind.MESSAGE_PLANNED, Kind.MESSAGE_NOT_SENT, Kind.MESSAGE_SENT, Kind.MESSAGE_DELAYED),
    *(Kind.MESSAGE_FAILED, Kind.MESSAGE_UNKNOWN, Kind.MESSAGE_HELD, Kind.MESSAGE_DELIVERED),
    *(Kind.MESSAGE_BOUNCED, Kind.MESSAGE_COMPLAINED, Kind.MESSAGE_OPENED, Kind.MESSAGE_CLICKED),
)
_PROMISE: Final = ("version", "cause", "is_withdrawn")
# See Note [Ids and codes].
CODES: Final[Mapping[str, tuple[str, ...]]] = {
    **dict.fromkeys(_OF_MESSAGES, _MESSAGE),
    Kind.MESSAGE_JUDGED: (
        *("kind", "channel", "sequence", "locale"),
        *("open", "click", "machine_open", "machine_click"),
    ),
    Kind.ADDRESS_DOUBTED: ("slip",),
    Kind.CONSENT_CHANGED: ("channel", "purpose", "is_given", "ground"),
    Kind.TAGGED: ("is_added",),
    Kind.ORDER_ATTRIBUTED: ("model",),
    Kind.PARCEL_ADDED: ("direction",),
    Kind.PARCEL_CHANGED: ("direction",),
    Kind.PARCEL_REMOVED: ("direction",),
    Kind.PARCEL_SCANNED: ("state",),
    Kind.ALARM_RAISED: ("alarm",),
    Kind.ALARM_SETTLED: ("alarm",),
    Kind.PROMISED: _PROMISE,
    Kind.PROMISE_CHANGED: _PROMISE,
    Kind.BUYER_ASKED: ("what", "request"),
    Kind.BUYER_ANSWERED: ("what", "state", "request"),
    Kind.FEEDBACK_GIVEN: ("on", "is_good", "kind"),
    Kind.BUYER_CONTACTED: ("channel",),
    Kind.RULE_RAN: ("rule", "run", "version", "state", "ending"),
    Kind.FINDING_OPENED: ("finding", "severity", "count"),
    Kind.FINDING_CLOSED: ("finding", "severity", "count"),
}
_CODE: Final = re.compile(r"[A-Za-z0-9_.-]{1,64}")


def event_of(row: FeedRow) -> Event | None:
    """What programs are told of a fact; None of one that is a sum over nobody in particular, and of
    the past: see ADR 48."""
    if PAST in row.data:
        return None
    if row.kind == Kind.MESSAGE_JUDGED and row.message is None:
        return None  # hours of a store that only keeps sums: told one by one they would be more
    type_ = SUMS_CHANGED if "corrects" in row.data else TYPES[row.kind]
    data = {
        "kind": row.kind,
        "at": row.at,
        "store": row.store,
        "order": row.order,
        "message": row.message,
        "details": _codes(row),
    }
    return Event(event_id(row.store_id, row.key), type_, row.at, data)


def event_id(store_id: int, key: str) -> str:
    """`evt_` and the id that the order's timeline shows for the same fact."""
    return f"evt_{opaque_id(store_id, key)}"


def written(event: Event) -> str:
    """The body that is posted and signed."""
    return orjson.dumps(event.as_json(), option=orjson.OPT_UTC_Z).decode()


def _codes(row: FeedRow) -> dict[str, Any]:
    named = ((name, row.data.get(name)) for name in CODES.get(row.kind, ()))
    return {name: value for name, value in named if value not in (None, "") and _is_code(value)}


def _is_code(value: object) -> bool:
    if isinstance(value, str):
        return _CODE.fullmatch(value) is not None
    return isinstance(value, bool | int | float)
