"""What arrives at the door, before it is a row."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Arrival:
    """A genuine webhook of one of our stores, as it is to be kept."""

    store_id: int
    topic: str
    event_key: str
    body_hash: bytes
    body: bytes
    api_version: str
    triggered_at: datetime | None
    received_at: datetime
    run_after: datetime


@dataclass(frozen=True, slots=True)
class SigningKeys:
    """Who a webhook address belongs to, and the secrets that Shopify may sign with."""

    store_id: int
    shop_domain: str
    secrets: tuple[bytes, ...]
