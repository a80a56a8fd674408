"""Through which channel an order came: read once from what Shopify says, kept as a column.

# Note [Where a channel is read from]
`source_name` is a word ("web", "pos") for Shopify's own ways and the number of the app, as text,
for all others: of 255 real bodies of ours 29 say "web" with app_id 580111, two "pos" with 129785,
four a number that is their app_id again. So: its word, else the app's number, else the marketplace
whose address the buyer has (an app that brings eBay's orders has any number). What none of them
tells is OTHER, and is shown by the words that came: a new app is no error.
"""

from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from orders.relays import relay_of


class SalesChannel(TextChoices):
    """Where the buyer bought."""

    ONLINE = "ONLINE", _("Online store")
    POS = "POS", _("Shop counter (POS)")
    FACEBOOK = "FACEBOOK", _("Facebook and Instagram")
    INSTAGRAM = "INSTAGRAM", _("Instagram")
    EBAY = "EBAY", "eBay"
    AMAZON = "AMAZON", "Amazon"
    TIKTOK = "TIKTOK", "TikTok"
    GOOGLE = "GOOGLE", _("Google and YouTube")
    SHOP = "SHOP", _("Shop app")
    DRAFT = "DRAFT", _("Draft order")
    SUBSCRIPTION = "SUBSCRIPTION", _("Subscription, renewed")
    API = "API", _("Another system, by our API")
    OTHER = "OTHER", _("Another channel")


# What `source_name` says in words. REST's reference names web, pos, shopify_draft_order, iphone
# and android; the last two only say which program a person held, so they stay OTHER.
_WORDS: Final[dict[str, SalesChannel]] = {
    "web": SalesChannel.ONLINE,
    "online_store": SalesChannel.ONLINE,
    "checkout_next": SalesChannel.ONLINE,
    "pos": SalesChannel.POS,
    "facebook": SalesChannel.FACEBOOK,
    "instagram": SalesChannel.INSTAGRAM,
    "ebay": SalesChannel.EBAY,
    "amazon": SalesChannel.AMAZON,
    "tiktok": SalesChannel.TIKTOK,
    "google": SalesChannel.GOOGLE,
    "youtube": SalesChannel.GOOGLE,
    "shop": SalesChannel.SHOP,
    "shop_app": SalesChannel.SHOP,
    "shopify_draft_order": SalesChannel.DRAFT,
    "subscription_contract": SalesChannel.SUBSCRIPTION,
    "subscription_contract_checkout_one": SalesChannel.SUBSCRIPTION,
    "api": SalesChannel.API,  # our own: see intake/orders_shapes.py
}
# Apps by their number. The first two stand beside their words in the corpus; the others are told
# alike by several programs that sort orders by them.
_APPS: Final[dict[str, SalesChannel]] = {
    "580111": SalesChannel.ONLINE,
    "129785": SalesChannel.POS,
    "2329312": SalesChannel.FACEBOOK,
    "4383523": SalesChannel.TIKTOK,
    "1780363": SalesChannel.GOOGLE,
    "3890849": SalesChannel.SHOP,
    "1354745": SalesChannel.DRAFT,
}
# Apps that bring a marketplace's orders add its country: "amazon-us", "ebay_de", "Amazon.co.uk".
_BEGINNINGS: Final = {"amazon": SalesChannel.AMAZON, "ebay": SalesChannel.EBAY}
_SEPARATORS: Final = "-_. "

# Orders of these are paid and told of by a marketplace, whose rules hold for its buyers.
MARKETPLACES: Final = frozenset({SalesChannel.EBAY, SalesChannel.AMAZON, SalesChannel.TIKTOK})


def channel_of(source_name: str, *, app_id: int | None = None, email: str = "") -> str:
    """The channel; "" where nothing was said. See Note [Where a channel is read from]."""
    said = source_name.strip().lower()
    found = _WORDS.get(said) or _APPS.get(said) or _of_marketplace(said)
    if found is not None and found != SalesChannel.ONLINE:
        return found
    relay = relay_of(email)
    if relay is not None and relay.channel:
        return SalesChannel(relay.channel)
    if found is not None:
        return found
    by_app = _APPS.get(str(app_id or ""))
    if by_app is not None:
        return by_app
    return SalesChannel.OTHER if said or app_id else ""


def channel_words(channel: str, source_name: str) -> str:
    """As people read it: an unknown one by its own words; "" where nothing was said."""
    if channel == SalesChannel.OTHER and source_name:
        return source_name
    return str(SalesChannel(channel).label) if channel in SalesChannel else source_name


def _of_marketplace(said: str) -> SalesChannel | None:
    for name, channel in _BEGINNINGS.items():
        if said.startswith(name) and said[len(name) :][:1] in _SEPARATORS:
            return channel
    return None
