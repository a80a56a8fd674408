"""What Shopify answers, as plain frozen values."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class VisitData:
    """One visit to the shop before an order; "" for what Shopify does not say."""

    at: datetime
    landing_page: str = ""
    referrer_url: str = ""
    referral_code: str = ""
    utm: tuple[tuple[str, str], ...] = ()  # ("utm_source", "…"), …


@dataclass(frozen=True, slots=True)
class JourneyData:
    """The visits before an order, in order of time. Not ready: Shopify may still add some."""

    is_ready: bool
    visits: tuple[VisitData, ...] = ()


@dataclass(frozen=True, slots=True)
class TrackingData:
    """A number, who brings it, and where to follow it."""

    number: str
    company: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class SentData:
    """A fulfilment of an order, and the numbers it has."""

    shopify_id: int
    is_live: bool
    parcels: tuple[TrackingData, ...] = ()


@dataclass(frozen=True, slots=True)
class LeftData:
    """So many of a line that may be sent now, and the names by which the shop calls them."""

    line_shopify_id: int
    quantity: int
    name: str
    fulfilment_order: str


@dataclass(frozen=True, slots=True)
class SentAndLeft:
    """What has left an order and what has not. `is_elsewhere`: others send the rest of it."""

    sent: tuple[SentData, ...] = ()
    left: tuple[LeftData, ...] = ()
    is_elsewhere: bool = False
