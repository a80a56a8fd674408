"""Parcels as plain frozen values: what edges hand to the verbs."""

from dataclasses import dataclass
from datetime import datetime

from orders.data import QuantityData


@dataclass(frozen=True, slots=True)
class ParcelDraft:
    """A parcel before it is one. `carrier`: a code of shipping/carriers; "" where nobody said.

    `lines` empty: all that is left of the order. `origin` and `direction` are the codes of
    shipping.models.Origin and Direction.
    """

    number: str = ""
    company: str = ""
    carrier: str = ""
    own_carrier_id: int | None = None
    url: str = ""
    direction: str = "OUT"
    lines: tuple[QuantityData, ...] = ()
    shipped_at: datetime | None = None
    origin: str = "STAFF"
    tells_buyer: bool = True
    tells_shopify: bool = False
    # The caller's name for this deed: the same again makes no second parcel.
    nonce: str = ""
