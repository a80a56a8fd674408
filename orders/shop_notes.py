"""The one note that Shopify's order has: the buyer's words at first, then whoever's wrote last.

It is read and written on both sides. Notes for colleagues (services.add_note) stay here.
"""

import uuid
from datetime import datetime
from typing import Final

from django.db import transaction

from orders.activity import Fact, record_once
from orders.field_writing import wish_field
from orders.models import ActivityKind, Order, WrittenField

LONGEST: Final = 2000


@transaction.atomic
def change_shop_note(*, order: Order, text: str, actor: str, now: datetime) -> bool:
    """Let the order's note say this, here at once and in Shopify soon after; "" takes it away.

    False if it said so already, or the buyer's data was erased. The feed holds no words of it: the
    row has them.
    """
    text = text.replace("\x00", "").replace("\r\n", "\n").strip()[:LONGEST]
    row = Order.objects.select_for_update(of=("self",)).select_related("store").get(pk=order.pk)
    if row.redacted_at is not None or row.customer_note == text:
        return False
    said = row.customer_note if row.shopify_note is None else row.shopify_note
    row.customer_note, row.shopify_note = text, None if said == text else said
    row.save(update_fields=["customer_note", "shopify_note"])
    order.customer_note, order.shopify_note = row.customer_note, row.shopify_note
    key = f"order:{row.shopify_id}:shop-note:{uuid.uuid4()}"
    about = {"what": "SHOP", "is_gone": not text}
    fact = Fact(ActivityKind.NOTED, now, key, row.pk, about, actor[:254])
    wish_field(order=row, field=WrittenField.NOTE, value=text, now=now)
    return record_once(store_id=row.store_id, fact=fact)
