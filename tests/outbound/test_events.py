"""What other programs are told: every kind has its name, and nobody's person is in it."""

import json
import re
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest

from orders.models import ActivityKind
from outbound import events
from stores.models import Store
from tests.factories.outbound import make_row

CANARY = "canaryfinch"
ODD = {
    "name": f"#{CANARY}",
    "token": CANARY * 3,
    "tag": f"tag {CANARY}",
    "number": CANARY,
    "url": f"https://{CANARY}.example/x",
    "company": CANARY,
    "city": CANARY,
    "because": f"{CANARY} said so",
    "was": f"{CANARY}@example.com",
    "now": f"kari@{CANARY}.example",
    "landing": CANARY,
    "source": CANARY,
    "medium": CANARY,
    "campaign": CANARY,
    "ref": CANARY,
    "cell": {"name": CANARY},
    "lines": [{"title": CANARY}],
    "note_id": 5,
    "anything_new": CANARY,
}


@pytest.fixture
def shop() -> Store:
    return Store(pk=7, name="Fjell & Garn", public_id=uuid4())


def test_every_kind_has_a_type_of_its_own_in_lower_case_with_a_dot() -> None:
    assert set(events.TYPES) == set(ActivityKind)
    assert len(set(events.TYPES.values())) == len(events.TYPES)
    assert all(re.fullmatch(r"[a-z]+\.[a-z_]+", each) for each in events.TYPES.values())
    assert set(events.CODES) <= set(ActivityKind)


@pytest.mark.parametrize("kind", ActivityKind.values)
def test_of_no_kind_anything_personal_is_told(shop: Store, kind: str) -> None:
    """Also where a code's place holds what is no code: a name, an address, a whole object."""
    named = events.CODES.get(kind, ())
    for value in (f"{CANARY} Nordmann", f"{CANARY}@example.com", {"a": CANARY}, [CANARY]):
        data = {**ODD, **dict.fromkeys(named, value)}
        row = make_row(shop, kind=kind, data=data, message_id=5, message=uuid4())

        event = events.event_of(row)

        assert event is not None
        body = events.written(event)
        assert CANARY not in body
        assert json.loads(body)["data"]["details"] == {}


def test_an_event_names_what_it_is_about_by_the_ids_of_the_api(shop: Store) -> None:
    at = datetime(2026, 11, 20, 9, 12, 1, 5000, tzinfo=UTC)
    order, message = uuid4(), uuid4()
    said: dict[str, Any] = {
        "kind": "SHIPPING_CONFIRMATION",
        "state": "SENT",
        "reason": "",
        "channel": "EMAIL",
        "revision": 12,
        "sequence": 0,
    }
    row = make_row(
        shop,
        kind="MESSAGE_SENT",
        at=at,
        data=said,
        order_id=1,
        order=order,
        message_id=2,
        message=message,
        key="message:2:sent",
    )

    event = events.event_of(row)

    assert event is not None
    assert json.loads(events.written(event)) == {
        "id": events.event_id(7, "message:2:sent"),
        "type": "message.sent",
        "timestamp": "2026-11-20T09:12:01.005000Z",
        "data": {
            "kind": "MESSAGE_SENT",
            "at": "2026-11-20T09:12:01.005000Z",
            "store": str(shop.public_id),
            "order": str(order),
            "message": str(message),
            "details": {
                "kind": "SHIPPING_CONFIRMATION",
                "channel": "EMAIL",
                "sequence": 0,
                "state": "SENT",
            },
        },
    }


def test_a_sum_set_right_is_no_second_order(shop: Store) -> None:
    row = make_row(shop, kind="ORDER_PLACED", data={"corrects": "order:1:placed"})

    event = events.event_of(row)

    assert event is not None
    assert event.type == "order.sums_changed"


def test_sums_over_nobody_in_particular_are_no_event(shop: Store) -> None:
    row = make_row(shop, kind="MESSAGE_JUDGED", data={"open": 3, "cell": {}})

    assert events.event_of(row) is None
