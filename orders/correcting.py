"""Addresses that a person corrected, beside what Shopify goes on saying.

# Note [A correction outlives the typo]
Shopify tells an order again and again, with the address that the buyer mistyped. So `email` holds
the correction and `shopify_email` what Shopify says instead (null: nothing was corrected). A newer
snapshot that says that very address again leaves the correction; one that says any other is a
change made in Shopify since, wins, and ends the correction. Which snapshot is newer is decided
before: see Note [Newer by content, never by arrival] in orders/freshness.py. A customer's
correction also meets the orders that come after it with the same mistyped address. The same holds
for the telephone number: `phone` and `shopify_phone`; for where the goods go: `shipping_address`
and `shopify_address`; and for the order's note: `customer_note` and `shopify_note`. See Note [Who
hears of our own writing] in field_writing.py.
"""

import uuid
from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.db import transaction

from orders.activity import Fact, record_once
from orders.data import AddressData
from orders.field_writing import wish_field
from orders.models import ActivityKind, Customer, Order, WrittenField


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
    row = Order.objects.select_for_update(of=("self",)).select_related("store").get(pk=order.pk)
    if row.redacted_at is not None:
        return False
    was = row.email
    is_changed = _correct(row, email)
    if is_changed and row.email:
        wish_field(order=row, field=WrittenField.EMAIL, value=row.email, now=now)
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


@transaction.atomic
def correct_phone(
    *,
    order: Order,
    phone: str,
    actor: str,
    because: str,
    now: datetime,
    is_customers: bool = False,
) -> bool:
    """Call and text that number about this order from now on, as correct_email does for mail.

    The feed holds no number: the row has it. Texts that wait are the caller's to readdress.
    """
    row = Order.objects.select_for_update(of=("self",)).select_related("store").get(pk=order.pk)
    if row.redacted_at is not None:
        return False
    is_changed = _correct_phone(row, phone)
    if is_changed and row.phone:
        wish_field(order=row, field=WrittenField.PHONE, value=row.phone, now=now)
    if is_customers and row.customer_id is not None:
        customer = Customer.objects.select_for_update().get(pk=row.customer_id)
        is_changed |= customer.redacted_at is None and _correct_phone(customer, phone)
    order.phone, order.shopify_phone = row.phone, row.shopify_phone
    if not is_changed:
        return False
    about = {"what": "PHONE", "because": because, "is_customers": is_customers}
    key = f"order:{row.shopify_id}:phone:{uuid.uuid4()}"
    fact = Fact(ActivityKind.ADDRESS_CORRECTED, now, key, row.pk, about, actor)
    return record_once(store_id=row.store_id, fact=fact)


@transaction.atomic
def correct_address(
    *, order: Order, address: AddressData, actor: str, because: str, now: datetime
) -> bool:
    """Send the goods of this order there from now on. False if that was so, or it was erased.

    See Note [A correction outlives the typo]. The feed holds no address: the row has it.
    """
    row = Order.objects.select_for_update().get(pk=order.pk)
    wanted = asdict(address)
    if row.redacted_at is not None or (row.shipping_address or {}) == wanted:
        return False
    said = row.shipping_address if row.shopify_address is None else row.shopify_address
    row.shopify_address = None if said == wanted else said or {}
    row.shipping_address = wanted
    row.save(update_fields=["shipping_address", "shopify_address"])
    order.shipping_address, order.shopify_address = row.shipping_address, row.shopify_address
    key = f"order:{row.shopify_id}:address:{uuid.uuid4()}"
    about = {"what": "DELIVERY", "because": because}
    fact = Fact(ActivityKind.ADDRESS_CORRECTED, now, key, row.pk, about, actor)
    return record_once(store_id=row.store_id, fact=fact)


def address_columns(row: Order, said: dict[str, Any] | None) -> dict[str, Any]:
    """What both columns hold after a newer snapshot said `said`."""
    if row.shopify_address is not None and (said or {}) == row.shopify_address:
        return {"shipping_address": row.shipping_address, "shopify_address": row.shopify_address}
    return {"shipping_address": said, "shopify_address": None}


def note_columns(row: Order, said: str) -> dict[str, Any]:
    """What both columns hold after a newer snapshot said `said`."""
    if row.shopify_note is not None and said == row.shopify_note:
        return {"customer_note": row.customer_note, "shopify_note": said}
    return {"customer_note": said, "shopify_note": None}


def email_columns(row: Order | Customer, said: str, buyer: Customer | None = None) -> Any:
    """What both columns hold after a newer snapshot said `said`; `buyer` of a new order."""
    if row.shopify_email is not None and _same(said, row.shopify_email):
        return {"email": row.email, "shopify_email": said}
    if buyer and said and buyer.email and buyer.shopify_email and _same(said, buyer.shopify_email):
        return {"email": buyer.email, "shopify_email": said}
    return {"email": said, "shopify_email": None}


def phone_columns(row: Order | Customer, said: str, buyer: Customer | None = None) -> Any:
    """Likewise for the telephone number."""
    if row.shopify_phone is not None and _dialled(said) == _dialled(row.shopify_phone):
        return {"phone": row.phone, "shopify_phone": said}
    mistyped = _dialled(buyer.shopify_phone or "") if buyer else ""
    if buyer and mistyped and buyer.phone and _dialled(said) == mistyped:
        return {"phone": buyer.phone, "shopify_phone": said}
    return {"phone": said, "shopify_phone": None}


def _correct_phone(row: Order | Customer, phone: str) -> bool:
    """False if it was so."""
    if _dialled(row.phone) == _dialled(phone):
        return False
    said = row.phone if row.shopify_phone is None else row.shopify_phone
    row.phone = phone
    row.shopify_phone = None if _dialled(said) == _dialled(phone) else said
    row.save(update_fields=["phone", "shopify_phone"])
    return True


def _dialled(number: str) -> str:
    """Without what only makes it readable."""
    return "".join(sign for sign in number if sign.isdecimal() or sign == "+")


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
