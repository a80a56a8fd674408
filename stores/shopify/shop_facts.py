"""What a shop says of itself, and of what our app may do there."""

from dataclasses import dataclass
from typing import Any, Final

from stores.data import ShopData
from stores.shopify.client import Shopify
from stores.shopify.documents import Document
from stores.shopify.reading import mapping, mappings, moment, text

SHOP: Final = Document(
    "Shop",
    """
query Shop {
  shop {
    name email myshopifyDomain currencyCode ianaTimezone updatedAt
    primaryDomain { host }
    shopAddress { countryCodeV2 }
    currencyFormats { moneyInEmailsFormat moneyWithCurrencyInEmailsFormat }
  }
  currentAppInstallation { accessScopes { handle } }
}
""",
    points=10,
)


@dataclass(frozen=True, slots=True)
class ShopFacts:
    """A shop, by what it says with our token."""

    shop_domain: str
    data: ShopData
    scopes: tuple[str, ...]


def shop_facts(shop: Shopify) -> ShopFacts:
    """Raises Away or Refused; TokenRefused if the shop does not know our token any more."""
    said = shop.ask(SHOP, {})
    found = mapping(said.get("shop"))
    granted = mapping(said.get("currentAppInstallation")).get("accessScopes")
    names = (text(each.get("handle")) for each in mappings(granted))
    return ShopFacts(
        shop_domain=text(found.get("myshopifyDomain")).lower(),
        data=_data(found),
        scopes=tuple(sorted({name for name in names if name})),
    )


def _data(found: dict[str, Any]) -> ShopData:
    formats = mapping(found.get("currencyFormats"))
    return ShopData(
        name=text(found.get("name"))[:120],
        email=text(found.get("email"))[:254],
        currency=text(found.get("currencyCode"))[:3],
        country=text(mapping(found.get("shopAddress")).get("countryCodeV2"))[:2],
        timezone=text(found.get("ianaTimezone"))[:64],
        primary_domain=text(mapping(found.get("primaryDomain")).get("host")).lower()[:253],
        money_format=text(formats.get("moneyInEmailsFormat"))[:120],
        money_with_currency_format=text(formats.get("moneyWithCurrencyInEmailsFormat"))[:120],
        changed_at=moment(found.get("updatedAt")),
    )
