"""Webhooks as Shopify sends them: signed bodies, the environ they arrive in, and kept rows."""

import base64
import hashlib
import hmac
import io
import itertools
import json
from datetime import datetime
from typing import Any

from django.utils import timezone

from intake.models import Webhook
from stores.models import Store
from stores.scope import store_scope
from tests.factories.stores import WEBHOOK_SECRET

_numbers = itertools.count(1)


def signature(body: bytes, secret: str = WEBHOOK_SECRET) -> str:
    return base64.b64encode(hmac.digest(secret.encode(), body, "sha256")).decode()


def headers_for(store: Store, body: bytes, **changed: str | None) -> dict[str, str]:
    """Shopify's headers by their short names: TOPIC, HMAC_SHA256 …; None leaves one out."""
    number = next(_numbers)
    headers: dict[str, str | None] = {
        "TOPIC": "orders/create",
        "HMAC_SHA256": signature(body),
        "SHOP_DOMAIN": store.shop_domain,
        "EVENT_ID": f"event-{number}",
        "WEBHOOK_ID": f"webhook-{number}",
        "API_VERSION": "2026-10",
        "TRIGGERED_AT": "2026-11-21T12:00:00.123456789Z",
        **changed,
    }
    return {f"HTTP_X_SHOPIFY_{name}": value for name, value in headers.items() if value is not None}


def environ_for(
    store: Store, body: bytes, *, extra: Any = None, **changed: str | None
) -> dict[str, Any]:
    """The WSGI environ of one webhook; `changed` are Shopify's headers, `extra` anything else."""
    return {
        "REQUEST_METHOD": "POST",
        "PATH_INFO": f"/in/shopify/{store.public_id}",
        "CONTENT_LENGTH": str(len(body)),
        "CONTENT_TYPE": "application/json",
        "wsgi.input": io.BytesIO(body),
        "REMOTE_ADDR": "127.0.0.1",
        **headers_for(store, body, **changed),
        **(extra or {}),
    }


def body_of(**fields: Any) -> bytes:
    """A body like no other."""
    return json.dumps({"id": 1000 + next(_numbers), **fields}).encode()


def make_webhook(store: Store, body: bytes | None = None, **fields: Any) -> Webhook:
    """A kept webhook, due since a moment ago."""
    number = next(_numbers)
    raw = body_of() if body is None else body
    now: datetime = fields.pop("now", None) or timezone.now()
    with store_scope(store.pk):
        return Webhook.objects.create(
            **{
                "store": store,
                "topic": "orders/create",
                "event_key": f"event-{number}",
                "body": raw,
                "body_hash": hashlib.sha256(raw + str(number).encode()).digest(),
                "received_at": now,
                "run_after": now,
                **fields,
            }
        )
