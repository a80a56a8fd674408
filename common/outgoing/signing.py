"""Secrets and signatures of Standard Webhooks 1.0: HMAC-SHA256 over `id.timestamp.body`."""

import binascii
import secrets as randomness
from base64 import b64decode, b64encode
from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256
from hmac import digest
from typing import Final

PREFIX: Final = "whsec_"
SECRET_BYTES: Final = 32  # the standard asks for 24 to 64
MASKED: Final = "v1,…"


def new_secret() -> str:
    return PREFIX + b64encode(randomness.token_bytes(SECRET_BYTES)).decode()


def signature(secret: str, *, event_id: str, at: datetime, body: bytes) -> str:
    """`v1,<base64>`."""
    said = b".".join((event_id.encode(), str(int(at.timestamp())).encode(), body))
    return "v1," + b64encode(digest(_key(secret), said, sha256)).decode()


def headers(*, event_id: str, at: datetime, body: bytes, secrets: Sequence[str]) -> dict[str, str]:
    """What a receiver checks; a signature by each living secret, so that both sides may change."""
    signed = (signature(each, event_id=event_id, at=at, body=body) for each in secrets)
    return {
        "webhook-id": event_id,
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": " ".join(signed),
    }


def masked(sent: dict[str, str]) -> dict[str, str]:
    """As it is kept: whoever reads it later cannot show it to the receiver once more."""
    count = len(sent.get("webhook-signature", "").split())
    return {**sent, "webhook-signature": " ".join([MASKED] * count)}


def _key(secret: str) -> bytes:
    try:
        return b64decode(secret.removeprefix(PREFIX), validate=True)
    except binascii.Error as error:
        raise ValueError("A signing secret is no base64.") from error
