"""The door for tracking services: did the account's own service sign this, for this store?

As intake/receiving.py for Shopify: the raw body is signed and nothing else; 200 means committed.
AfterShip signs with base64 in `aftership-hmac-sha256`, EasyPost in hexadecimal in
`X-Hmac-Signature`, its secret in Unicode's form NFKD.
"""

import base64
import hashlib
import hmac
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from common.groupcommit import DatabaseAway
from common.killpoint import killpoint
from intake.data import Arrival
from intake.receiving import AWAY, KEPT, Answer, Refused, raw_body

AFTERSHIP: Final = "AFTERSHIP"
EASYPOST: Final = "EASYPOST"


@dataclass(frozen=True, slots=True)
class TrackerKeys:
    """Whose address this is, and the secrets its service may sign with."""

    store_id: int
    tracker: str
    topic: str
    secrets: tuple[str, ...]
    is_on: bool = True


# An unknown address costs the same work as a known one with a wrong signature.
NOBODY: Final = TrackerKeys(0, AFTERSHIP, "", ("nobody signs with this",))


def receive(
    *,
    environ: Mapping[str, Any],
    keys_of: Callable[[], TrackerKeys | None],
    keep: Callable[[Arrival], None],
    now: datetime,
) -> Answer:
    """Keep the webhook and say so, or say why not."""
    try:
        body = raw_body(environ)
        keys = _verified(environ, keys_of() or NOBODY, body)
        killpoint("intake.tracker_verified")
        keep(_arrival(keys, body, now))
        killpoint("intake.tracker_kept")
    except Refused as refused:
        return refused.answer
    except DatabaseAway:
        return AWAY
    return KEPT


def _verified(environ: Mapping[str, Any], keys: TrackerKeys, body: bytes) -> TrackerKeys:
    sign, header = _SIGNS[keys.tracker]
    # As bytes: compare_digest refuses text beyond ASCII, and a header may hold anything.
    claimed = str(environ.get(header, "")).strip().encode("utf-8", "replace")
    matches = [hmac.compare_digest(sign(secret, body), claimed) for secret in keys.secrets]
    if not any(matches) or keys is NOBODY:
        raise Refused(401, "the signature does not match")
    if not keys.is_on:
        raise Refused(403, "this tracking service is switched off in NotifyHub")
    return keys


def signed_by_aftership(secret: str, body: bytes) -> bytes:
    return base64.b64encode(hmac.digest(secret.encode(), body, "sha256"))


def signed_by_easypost(secret: str, body: bytes) -> bytes:
    key = unicodedata.normalize("NFKD", secret).encode()
    return b"hmac-sha256-hex=" + hmac.digest(key, body, "sha256").hex().encode()


_SIGNS: Final[dict[str, tuple[Callable[[str, bytes], bytes], str]]] = {
    AFTERSHIP: (signed_by_aftership, "HTTP_AFTERSHIP_HMAC_SHA256"),
    EASYPOST: (signed_by_easypost, "HTTP_X_HMAC_SIGNATURE"),
}


def _arrival(keys: TrackerKeys, body: bytes, now: datetime) -> Arrival:
    digest = hashlib.sha256(body)
    return Arrival(
        store_id=keys.store_id,
        topic=keys.topic,
        # Their event ids stand in the body, which is not read here: a repetition is the same body.
        event_key=digest.hexdigest(),
        body_hash=digest.digest(),
        body=body,
        api_version="",
        triggered_at=None,
        received_at=now,
        run_after=now,
    )
