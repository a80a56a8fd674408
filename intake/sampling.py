"""A store to look around in: orders nobody placed, taken as Shopify's are; nothing leaves it."""

import uuid
from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext as _

from common.errors import DomainError
from intake import taking
from intake.parsing.buying import parse_order
from stores import connecting
from stores.connecting import Secrets
from stores.models import Agency, Store

# By the language of the agency: where its sample shop stands, and what is paid there.
PLACES: Final = {
    "nb": ("NO", "NOK", 349),
    "da": ("DK", "DKK", 249),
    "sv": ("SE", "SEK", 349),
    "zh-hans": ("CN", "CNY", 238),
    "en": ("US", "USD", 35),
}
PREFIX: Final = "sample-"
BUYERS: Final = (("Ada", "Lind"), ("Jonas", "Berg"), ("Mei", "Chen"))


class SampleIsThere(DomainError):
    """One is enough to look around."""

    code = "sample-store-is-there"


@transaction.atomic
def make_sample_store(*, agency: Agency, store_id: int, now: datetime) -> Store:
    """A sandbox with three orders and their mails. Raises SampleIsThere.

    `store_id` is of connecting.next_store_id, and stands in the open scope.
    """
    Agency.objects.select_for_update().get(pk=agency.pk)  # two clicks make one store
    if Store.objects.filter(
        agency=agency, is_sandbox=True, shop_domain__startswith=PREFIX
    ).exists():
        raise SampleIsThere(_("The sample store is there already."))
    country, currency, price = PLACES.get(agency.locale.lower(), PLACES["en"])
    store = Store(
        pk=store_id,
        agency=agency,
        name=_("Sample store"),
        shop_domain=f"{PREFIX}{uuid.uuid4().hex[:12]}.myshopify.com",
        country=country,
        currency=currency,
        locale=agency.locale,
        timezone=agency.timezone,
        is_sandbox=True,
        sends_from_at=now - timedelta(days=1),
    )
    connecting.connect_store(store=store, secrets=Secrets(), now=now)
    for body in _bodies(store, price, now):
        taking.take_order(store=store, data=parse_order(body), now=now)
    return store


def _bodies(store: Store, price: int, now: datetime) -> Iterator[dict[str, Any]]:
    """As Shopify would tell of them, the oldest first."""
    goods = [_("Wool sweater"), _("Ball of yarn"), _("Knitting needles")]
    for place, (first, last) in enumerate(BUYERS):
        at = (now - timedelta(minutes=30 - place * 10)).isoformat()
        quantity = place + 1
        total = Decimal(price * quantity)
        person = {
            "first_name": first,
            "last_name": last,
            "address1": "Example Street 1",
            "city": "Example",
            "zip": "1000",
            "country_code": store.country,
        }
        yield {
            "id": 9_000_001 + place,
            "name": f"#{1001 + place}",
            "order_number": 1001 + place,
            "email": f"{first.lower()}@buyers.example",
            "customer_locale": store.locale,
            "created_at": at,
            "processed_at": at,
            "updated_at": at,
            "currency": store.currency,
            "presentment_currency": store.currency,
            "financial_status": "paid",
            "total_price": str(total),
            "subtotal_price": str(total),
            "total_line_items_price": str(total),
            "taxes_included": True,
            "total_tax": "0.00",
            "test": True,
            "payment_gateway_names": ["bogus"],
            "shipping_address": person,
            "billing_address": person,
            "shipping_lines": [{"title": _("Parcel to the door"), "price": "0.00"}],
            "line_items": [
                {
                    "id": 9_100_001 + place,
                    "title": goods[place],
                    "quantity": quantity,
                    "price": str(Decimal(price)),
                    "requires_shipping": True,
                }
            ],
        }
