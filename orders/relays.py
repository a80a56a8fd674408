"""Addresses that belong to a middleman: a marketplace's, or a service that hides the real one.

# Note [Addresses of a marketplace]
A marketplace gives the shop an address of its own for each buyer and forwards what it likes. Its
rules bind the shop, not us: nothing that advertises, no watching of the reader, and (where
`tells_buyers` says so) no copy of the news that the marketplace sends itself. Such an address is
made by a machine, so it is never misspelled: nobody is offered another one for it.

A private relay (Apple's, Firefox's) only hides a mailbox: what its owner agreed to may be sent, but
its domain is as good as any and is never taken for a slip.

Where each was seen: in bodies of orders that other programs publish as examples or in their tests
(2017 to 2026). What each marketplace forbids stands in its terms for sellers; what is not known to
be allowed is not done.
"""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Relay:
    """Whose address it is, and what may not be done with it."""

    name: str  # its own, not translated
    channel: str = ""  # the code of orders.channels.SalesChannel that it proves, if any
    is_marketplace: bool = True  # no advertising, no watching
    tells_buyers: bool = True  # it sends its own news of orders and wants none beside


_AMAZON: Final = Relay("Amazon", "AMAZON")
_EBAY: Final = Relay("eBay", "EBAY")
_TIKTOK: Final = Relay("TikTok Shop", "TIKTOK")
# Its own example says so: "email_remarketing_option": false beside the address; news of the order
# come from the shop.
_META: Final = Relay("Facebook and Instagram", "FACEBOOK", tells_buyers=False)
_APPLE: Final = Relay("Apple", is_marketplace=False, tells_buyers=False)
_HIDDEN: Final = Relay("e-mail relay", is_marketplace=False, tells_buyers=False)

# A domain, and all below it.
_BY_DOMAIN: Final[dict[str, Relay]] = {
    "members.ebay.com": _EBAY,
    "scs.tiktokw.us": _TIKTOK,
    "marketplace.facebook.com": _META,
    "proxymail.facebook.com": _META,
    "relay.walmart.com": Relay("Walmart"),
    "shipping.temuemail.com": Relay("Temu"),
    "notification.mirakl.net": Relay("Mirakl"),
    "private-relay.reverb.com": Relay("Reverb"),
    "privaterelay.appleid.com": _APPLE,
    "mozmail.com": _HIDDEN,
    "duck.com": _HIDDEN,
}
# Amazon has one for each country: marketplace.amazon.de, marketplace.amazon.co.uk …
_AMAZONS: Final = "marketplace.amazon."
_EBAYS: Final = "members.ebay."


def relay_of(address: str) -> Relay | None:
    """The middleman whose address it is; None for a mailbox of the buyer's own."""
    domain = address.strip().lower().rpartition("@")[2].rstrip(".")
    if not domain:
        return None
    if domain.startswith(_AMAZONS):
        return _AMAZON
    if domain.startswith(_EBAYS):
        return _EBAY
    while "." in domain:
        if domain in _BY_DOMAIN:
            return _BY_DOMAIN[domain]
        domain = domain.partition(".")[2]
    return None


def is_marketplaces(address: str) -> bool:
    """Whether it may be neither advertised to nor watched. See the Note above."""
    relay = relay_of(address)
    return relay is not None and relay.is_marketplace
