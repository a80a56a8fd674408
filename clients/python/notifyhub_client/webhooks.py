"""Is this webhook NotifyHub's? Signatures as Standard Webhooks describes them."""

import base64
import binascii
import hashlib
import hmac
import json
import time
from collections.abc import Mapping
from typing import Any

from notifyhub_client.errors import NotifyHubError


class BadSignature(NotifyHubError):
    """Not signed with this secret, or too old: answer 401 and do nothing."""


def verify(
    body: bytes, headers: Mapping[str, str], secret: str, *, tolerance: float = 300.0
) -> dict[str, Any]:
    """The event of a genuine webhook. Raises BadSignature for any other.

    `body` must be the raw bytes. The same event may come more than once: know it by the header
    `webhook-id`. `secret` is the endpoint's, `whsec_…`.
    """
    said = {name.lower(): value for name, value in headers.items()}
    known_as, at = said.get("webhook-id", ""), said.get("webhook-timestamp", "")
    if not (at.isascii() and at.isdigit()) or abs(time.time() - int(at)) > tolerance:
        raise BadSignature("The header webhook-timestamp is missing, or not of these minutes.")
    try:
        key = base64.b64decode(secret.removeprefix("whsec_"), validate=True)
    except binascii.Error as error:
        raise ValueError("A secret looks like whsec_ and base64.") from error
    signed = hmac.digest(key, f"{known_as}.{at}.".encode() + body, hashlib.sha256)
    ours = b"v1," + base64.b64encode(signed)
    claimed = said.get("webhook-signature", "").encode().split()
    if not any(hmac.compare_digest(ours, each) for each in claimed):
        raise BadSignature("No signature in the header webhook-signature fits this secret.")
    event: dict[str, Any] = json.loads(body)
    return event
