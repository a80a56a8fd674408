"""Webhooks as AfterShip and EasyPost send them, made after their public documentation."""

import itertools
import json
from datetime import datetime, timedelta
from typing import Any

from django.test import Client
from django.utils import timezone

from intake.tracker_door import signed_by_aftership, signed_by_easypost
from shipping import trackers
from shipping.models import Tracker, TrackerAccount
from stores.models import Store
from stores.scope import store_scope
from tests.factories import payloads

Body = dict[str, Any]
SECRET = "whsec-blåbær-0001"
NUMBER = "370722150123456789"
_numbers = itertools.count(1)
_HEADERS = {
    Tracker.AFTERSHIP: ("aftership-hmac-sha256", signed_by_aftership),
    Tracker.EASYPOST: ("X-Hmac-Signature", signed_by_easypost),
}


def make_account(store: Store, tracker: Tracker = Tracker.AFTERSHIP) -> TrackerAccount:
    with store_scope(store.pk):
        return trackers.add_account(
            store=store, tracker=tracker, secret=SECRET, actor="Mina Dahl", now=timezone.now()
        )


def moment(minutes: int) -> datetime:
    return payloads.START + timedelta(minutes=minutes)


def checkpoint(minutes: int, tag: str = "InTransit", **fields: Any) -> Body:
    return {
        "slug": "bring",
        "created_at": payloads.at(minutes + 5),
        "checkpoint_time": payloads.at(minutes),
        "city": "Oslo",
        "country_iso3": "NOR",
        "location": "Oslo",
        "message": f"{tag} at minute {minutes}",
        "tag": tag,
        "subtag": f"{tag}_001",
        **fields,
    }


def aftership(*checkpoints: Body, number: str = NUMBER, **msg: Any) -> Body:
    """An update that tells all that was scanned so far."""
    last = checkpoints[-1] if checkpoints else {"tag": "Pending", "subtag": "Pending_001"}
    return {
        "ts": 1_772_000_000 + next(_numbers),
        "event": "tracking_update",
        "event_id": f"0b9c1d2e-0000-4000-8000-{next(_numbers):012d}",
        "is_tracking_first_tag": True,
        "msg": {
            "id": "w0nq3sjw9ar4blg9o7xzz00y",
            "tracking_number": number,
            "slug": "bring",
            "tag": last["tag"],
            "subtag": last["subtag"],
            "updated_at": payloads.at(600),
            "checkpoints": list(checkpoints),
            **msg,
        },
    }


def detail(minutes: int, status: str = "in_transit", **fields: Any) -> Body:
    return {
        "object": "TrackingDetail",
        "message": f"{status} at minute {minutes}",
        "status": status,
        "datetime": payloads.at(minutes),
        "source": "Bring",
        "tracking_location": {"object": "TrackingLocation", "city": "OSLO", "country": "NO"},
        **fields,
    }


def easypost(*details: Body, number: str = NUMBER, **result: Any) -> Body:
    return {
        "id": f"evt_{next(_numbers):032x}",
        "object": "Event",
        "mode": "production",
        "description": "tracker.updated",
        "result": {
            "id": "trk_c8e0edb5bb284caa934a0d3db23a148z",
            "object": "Tracker",
            "mode": "production",
            "tracking_code": number,
            "status": details[-1]["status"] if details else "unknown",
            "updated_at": payloads.at(600),
            "weight": 17.6,
            "est_delivery_date": None,
            "carrier": "Bring",
            "tracking_details": list(details),
            **result,
        },
    }


def post(
    account: TrackerAccount, body: Body | bytes, *, secret: str = SECRET, **headers: str
) -> int:
    """Post it as the service would; the status it hears."""
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    name, sign = _HEADERS[Tracker(account.tracker)]
    answer = Client().post(
        f"/in/carriers/{account.public_id}",
        raw,
        content_type="application/json",
        headers={name: sign(secret, raw).decode(), **headers},
    )
    return answer.status_code
