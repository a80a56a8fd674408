"""Plain frozen values: what Shopify says of a shop, and what a key may do."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class ShopData:
    """An empty text is not said: then the store keeps what it has."""

    name: str = ""
    email: str = ""
    currency: str = ""
    country: str = ""
    timezone: str = ""
    primary_domain: str = ""
    money_format: str = ""
    money_with_currency_format: str = ""
    changed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class KeyGrant:
    """What a new API key may do, and where. `store_ids` None: all stores, also those to come."""

    name: str
    verbs: frozenset[str]
    store_ids: frozenset[int] | None = None
    is_test: bool = False
    expires_at: datetime | None = None
