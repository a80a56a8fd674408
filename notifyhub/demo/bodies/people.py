"""The customer, inside an order or a checkout."""

from datetime import datetime, timedelta

from notifyhub.demo.buyers import Buyer
from notifyhub.demo.snapshot import CUSTOMER, Body, gid, moment
from notifyhub.demo.world import Shop, dice


def customer_body(shop: Shop, buyer: Buyer, email: str, at: datetime) -> Body:
    known_as = CUSTOMER + shop.number * 10**11 + buyer.number
    since = dice("since", shop.key, buyer.number).randint(1, 500)
    return {
        "id": known_as,
        "admin_graphql_api_id": gid("Customer", known_as),
        "created_at": moment(shop, at - timedelta(days=since)),
        "updated_at": moment(shop, at),
        "first_name": buyer.first_name,
        "last_name": buyer.last_name,
        "email": email or None,
        "phone": buyer.phone or None,
        "state": "disabled",
        "note": None,
        "verified_email": True,
        "multipass_identifier": None,
        "tax_exempt": False,
        "tax_exemptions": [],
        "currency": shop.currency,
        "default_address": {
            "id": known_as + 1,
            "customer_id": known_as,
            **buyer.address(),
            "country_name": buyer.country.name,
            "default": True,
        },
    }
