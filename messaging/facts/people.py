"""Who sells and who buys."""

from typing import Any

from messaging.facts.bought import Bought
from messaging.facts.texts import web
from stores.models import Store

Values = dict[str, Any]


def shop(store: Store) -> Values:
    domain = store.primary_domain or store.shop_domain
    return {
        "name": store.name,
        "email": store.email,
        "url": web(f"https://{domain}"),
        "domain": domain,
        "permanent_domain": store.shop_domain,
        "currency": store.currency,
        "money_format": store.money_format,
        "money_with_currency_format": store.money_with_currency_format,
    }


def customer(bought: Bought, address: Values | None) -> Values:
    """`address` is the one that the buyer's bills go to, as the mail says it."""
    known = bought.customer
    where = bought.shipping_address or bought.billing_address or {}
    first = (known.first_name if known else "") or str(where.get("first_name") or "")
    last = (known.last_name if known else "") or str(where.get("last_name") or "")
    return {
        "first_name": first,
        "last_name": last,
        "name": bought.buyer_name or f"{first} {last}".strip(),
        "email": bought.email,
        "phone": bought.phone,
        "locale": bought.locale,
        "default_address": address,
    }
