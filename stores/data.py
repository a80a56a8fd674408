"""What Shopify says of a shop, as plain frozen values."""

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
