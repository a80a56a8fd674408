"""What the room's operations show as examples."""

from typing import Any, Final

STORE_ID: Final = "0f0c7a52-5a0e-4b8e-9a51-3b0a4a6a5b11"
ENDPOINT_EXAMPLE: Final[dict[str, Any]] = {
    "id": "8a3c2f10-6a0b-4f8e-9d55-0c4a2f1b7e90",
    "store": {"id": STORE_ID, "name": "Fjell & Garn"},
    "url": "https://erp.fjelloggarn.example/hooks/notifyhub",
    "description": "ERP",
    "kinds": ["ORDER_PLACED", "MESSAGE_BOUNCED"],
    "is_test": False,
    "state": "ACTIVE",
    "disabled_because": "",
    "disabled_at": None,
    "failing_since": None,
    "last_error": "",
    "rests_until": None,
    "delivered_at": "2026-11-20T12:51:00Z",
    "rotated_at": None,
    "previous_secret_ends_at": None,
    "created_by": "Ingrid Solheim",
    "created_at": "2026-11-20T09:12:00Z",
    "changed_at": "2026-11-20T09:12:00Z",
}
SECRET_EXAMPLE: Final[dict[str, Any]] = {
    **ENDPOINT_EXAMPLE,
    "secret": "whsec_" + "A" * 43 + "=",
}
EVENT_EXAMPLE: Final[dict[str, Any]] = {
    "id": "evt_5d0c1f7a9b3e4c2d8f6a1b0c",
    "type": "message.bounced",
    "timestamp": "2026-11-20T12:52:07Z",
    "data": {
        "kind": "MESSAGE_BOUNCED",
        "at": "2026-11-20T12:52:07Z",
        "store": STORE_ID,
        "order": "5b8a1c9e-3d54-4c0e-8a63-2f9d7e1b6a10",
        "message": "c1d2e3f4-0a1b-4c2d-9e3f-4a5b6c7d8e9f",
        "details": {"kind": "ORDER_CONFIRMATION", "channel": "EMAIL", "state": "SENT"},
    },
}
DELIVERY_ROW_EXAMPLE: Final[dict[str, Any]] = {
    "id": "0d9b8c7a-6f5e-4d3c-8b2a-1f0e9d8c7b6a",
    "endpoint": ENDPOINT_EXAMPLE["id"],
    "event_id": EVENT_EXAMPLE["id"],
    "type": "message.bounced",
    "store": STORE_ID,
    "order": EVENT_EXAMPLE["data"]["order"],
    "state": "WAITING",
    "attempts_count": 1,
    "next_at": "2026-11-20T12:52:14Z",
    "status": 500,
    "error": "It answered 500; a delivery is confirmed by any status from 200 to 299.",
    "is_replay": False,
    "happened_at": "2026-11-20T12:52:07Z",
    "created_at": "2026-11-20T12:52:08Z",
    "settled_at": None,
}
DELIVERY_EXAMPLE: Final[dict[str, Any]] = {
    **DELIVERY_ROW_EXAMPLE,
    "body": '{"id":"evt_5d0c1f7a9b3e4c2d8f6a1b0c","type":"message.bounced",…}',
    "attempts": [
        {
            "number": 1,
            "at": "2026-11-20T12:52:09Z",
            "seconds": 0.214,
            "url": ENDPOINT_EXAMPLE["url"],
            "request_headers": {"webhook-id": EVENT_EXAMPLE["id"], "webhook-signature": "v1,…"},
            "status": 500,
            "response_headers": {"content-type": "text/plain"},
            "response_body": "oops",
            "error": DELIVERY_ROW_EXAMPLE["error"],
        }
    ],
}
REPLAY_EXAMPLE: Final[dict[str, Any]] = {
    "id": "7e6d5c4b-3a29-4817-8f6e-5d4c3b2a1908",
    "endpoint": ENDPOINT_EXAMPLE["id"],
    "state": "RUNNING",
    "since": "2026-11-19T00:00:00Z",
    "total_count": 4180,
    "read_count": 1000,
    "made_count": 412,
    "created_by": "Ingrid Solheim",
    "created_at": "2026-11-20T12:52:00Z",
    "ended_at": None,
}
