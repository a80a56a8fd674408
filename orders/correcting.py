"""E-mail addresses that a person corrected, beside what Shopify goes on saying.

# Note [A correction outlives the typo]
Shopify tells an order again and again, with the address that the buyer mistyped. So `email` holds
the correction and `shopify_email` what Shopify says instead (null: nothing was corrected). A newer
snapshot that says that very address again leaves the correction; one that says any other is a
change made in Shopify since, wins, and ends the correction. Which snapshot is newer is decided
before: see Note [Newer by content, never by arrival] in orders/freshness.py. A customer's
correction also meets the orders that come after it with the same mistyped address.
"""

import uuid
from datetime import datetime
from typing import Any

from django.db import transaction

from orders.activity import Fact, record_once
from orders.models import ActivityKind, Customer, Order


@transaction.atomic
def correct_email(
    *,
    order: Order,
    email: str,
    actor: str,
    because: str,
    now: datetime,
    is_customers: bool = False,
) -> bool:
    """Write to that address about this order from now on, and about the buyer's later ones if
    `is_customers`. False if that was so already, or the buyer's data was erased.

    See Note [A correction outlives the typo]. Messages that wait are the caller's to readdress.
    """
    row = Order.objects.select_for_update().get(pk=order.pk)
    if row.redacted_at is not None:
        return False
    was = row.email
    is_changed = _correct(row, email)
    if is_customers and row.customer_id is not None:
        customer = Customer.objects.select_for_update().get(pk=row.customer_id)
        is_changed |= customer.redacted_at is None and _correct(customer, email)
    order.email, order.shopify_email = row.email, row.shopify_email
    if not is_changed:
        return False
    about = {"was": was, "now": row.email, "because": because, "is_customers": is_customers}
    key = f"order:{row.shopify_id}:email:{uuid.uuid4()}"
    fact = Fact(ActivityKind.ADDRESS_CORRECTED, now, key, row.pk, about, actor)
    return record_once(store_id=row.store_id, fact=fact)


def email_columns(row: Order | Customer, said: str, buyer: Customer | None = None) -> Any:
    """What both columns hold after a newer snapshot said `said`; `buyer` of a new order."""
    if row.shopify_email is not None and _same(said, row.shopify_email):
        return {"email": row.email, "shopify_email": said}
    if buyer and said and buyer.email and buyer.shopify_email and _same(said, buyer.shopify_email):
        return {"email": buyer.email, "shopify_email": said}
    return {"email": said, "shopify_email": None}


def _correct(row: Order | Customer, email: str) -> bool:
    """False if it was so."""
    if _same(row.email, email):
        return False
    said = row.email if row.shopify_email is None else row.shopify_email
    row.email, row.shopify_email = email, None if _same(said, email) else said
    row.save(update_fields=["email", "shopify_email"])
    return True


def _same(one: str, other: str) -> bool:
    return one.strip().lower() == other.strip().lower()
