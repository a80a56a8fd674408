"""What a shop says of itself."""

from dataclasses import dataclass

from tests.shopify.answers import Json, answers
from tests.shopify.shop import PlayedShop


@dataclass
class Facts:
    name: str = "Fjell & Garn AS"
    email: str = "hei@fjellgarn.example"
    currency: str = "NOK"
    country: str = "NO"
    timezone: str = "Europe/Oslo"
    host: str = "fjellgarn.example"
    updated_at: str = "2026-11-01T08:00:00Z"


@answers("Shop")
def shop(shop: PlayedShop, variables: Json) -> Json:
    facts, granted = shop.room(Facts), sorted(shop.scopes or ())
    return {
        "shop": {
            "name": facts.name,
            "email": facts.email,
            "myshopifyDomain": shop.domain,
            "currencyCode": facts.currency,
            "ianaTimezone": facts.timezone,
            "updatedAt": facts.updated_at,
            "primaryDomain": {"host": facts.host},
            "shopAddress": {"countryCodeV2": facts.country},
            "currencyFormats": {
                "moneyInEmailsFormat": "{{amount_with_comma_separator}} kr",
                "moneyWithCurrencyInEmailsFormat": "{{amount_with_comma_separator}} NOK",
            },
        },
        "currentAppInstallation": {"accessScopes": [{"handle": each} for each in granted]},
    }
