"""An order as it stands at one moment: what every webhook body about it is told from."""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, Final
from zoneinfo import ZoneInfo

from notifyhub.demo.basket import ZERO, Basket
from notifyhub.demo.buyers import Buyer
from notifyhub.demo.world import Carrier, Shop
from orders.data import Amount

Body = dict[str, Any]

# First of each kind's ids; a shop and its order's number tell the rest.
ORDER: Final = 6_000_000_000_000
LINE: Final = 15_000_000_000_000
FULFILMENT: Final = 5_000_000_000_000
EVENT: Final = 25_000_000_000_000
REFUND: Final = 1_000_000_000_000
TRANSACTION: Final = 7_000_000_000_000
CUSTOMER: Final = 8_000_000_000_000
PRODUCT: Final = 9_000_000_000_000
VARIANT: Final = 45_000_000_000_000
SHIPPING_LINE: Final = 4_000_000_000_000
LOCATION: Final = 64_003_244_281


@dataclass(frozen=True, slots=True)
class Sent:
    """Lines that left together, in one box or more."""

    place: int
    at: datetime
    lines: tuple[int, ...]  # places in the basket
    carrier: Carrier | None
    numbers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Scan:
    place: int
    at: datetime
    state: str
    city: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class Repaid:
    place: int
    at: datetime
    note: str
    lines: tuple[tuple[int, int], ...]  # place in the basket, quantity
    amount: Amount
    is_with_shipping: bool = False


@dataclass(frozen=True, slots=True)
class Snapshot:
    """An order at one moment; everything a body says is told from here."""

    shop: Shop
    number: int
    buyer: Buyer
    basket: Basket
    placed_at: datetime
    updated_at: datetime
    email: str
    token: str
    gateway: str
    note: str = ""
    company: str = ""
    campaign: str = ""
    tags: str = ""
    financial: str = "paid"
    sent: tuple[Sent, ...] = ()
    repaid: tuple[Repaid, ...] = ()
    cancelled_at: datetime | None = None
    cancel_reason: str = ""
    closed_at: datetime | None = None

    def id(self, base: int, place: int = 0) -> int:
        return base + self.shop.number * 10**11 + self.number * 100 + place

    @property
    def refunded(self) -> Amount:
        return sum((one.amount for one in self.repaid), ZERO)

    @property
    def sent_places(self) -> set[int]:
        return {place for one in self.sent for place in one.lines}

    @property
    def fulfilment_state(self) -> str | None:
        shipped = {at for at, line in enumerate(self.basket.lines) if line.is_shipped}
        if not self.sent:
            return None
        return "fulfilled" if shipped <= self.sent_places else "partial"


def gid(kind: str, number: int) -> str:
    return f"gid://shopify/{kind}/{number}"


@lru_cache(maxsize=16)
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)


def moment(shop: Shop, at: datetime | None) -> str | None:
    return at.astimezone(_zone(shop.timezone)).isoformat(timespec="seconds") if at else None
