"""Tags of customers that are added and taken away here, and in Shopify soon after.

See Note [Whose tag it is] in tag_changing.py: it holds for customers as it does for orders. News of
a customer's tags sets no rule off, so our own writing cannot come round.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from common import jobs
from orders import archiving
from orders.models import Customer, CustomerTagWrite, Order, WriteState
from orders.search import name_key
from stores.models import Store


@transaction.atomic
def change_customer_tag(*, customer: Customer, tag: str, is_added: bool, now: datetime) -> bool:
    """Tag a customer, or take the tag away: here and, if the store wants so, in Shopify.

    False if it was so, or they were erased. The last wish for a tag counts.
    """
    tag = " ".join(tag.replace("\x00", "").split())[:255]
    key = name_key(tag)
    row = Customer.objects.select_for_update().get(pk=customer.pk)
    has = key in map(name_key, row.tags)
    if not key or row.redacted_at is not None or is_added == has:
        return False
    row.own_tags = [own for own in row.own_tags if name_key(own) != key]
    row.dropped_tags = [dropped for dropped in row.dropped_tags if name_key(dropped) != key]
    (row.own_tags if is_added else row.dropped_tags).append(tag)
    row.save(update_fields=["own_tags", "dropped_tags"])
    customer.own_tags, customer.dropped_tags = row.own_tags, row.dropped_tags
    _wish(row, tag, is_added=is_added, now=now)
    return True


def columns_of(
    customer: Customer, said: Sequence[str], changed_at: datetime | None
) -> dict[str, Any]:
    """What the columns of tags hold after a newer snapshot said `said`. The row is locked.

    No statement for customers without tags of our own, as most are.
    """
    columns: dict[str, Any] = {"shopify_tags": list(said)}
    if changed_at is None or not (customer.own_tags or customer.dropped_tags):
        return columns
    taken = CustomerTagWrite.objects.filter(
        customer=customer, state=WriteState.DONE, settled_at__lte=changed_at
    )
    keys = set(taken.values_list("tag_key", flat=True))
    for name in ("own_tags", "dropped_tags"):
        columns[name] = [tag for tag in getattr(customer, name) if name_key(tag) not in keys]
    return columns


def writes_of(order: Order) -> list[CustomerTagWrite]:
    """Of its customer: what is on its way to Shopify, or did not get there. One query at most."""
    if order.customer_id is None:
        return []
    rows = CustomerTagWrite.objects.filter(store_id=order.store_id, customer=order.customer_id)
    return list(rows.exclude(state=WriteState.DONE).order_by("tag_key")[:50])


def write_again(*, order: Order, now: datetime) -> int:
    """Try once more what Shopify did not take of its customer's tags; how many."""
    if order.customer_id is None:
        return 0
    refused = CustomerTagWrite.objects.filter(
        store_id=order.store_id,
        customer=order.customer_id,
        state__in=(WriteState.REFUSED, WriteState.LOCAL),
    )
    return refused.update(
        state=WriteState.DUE, run_after=now, tries_count=0, detail="", settled_at=None
    )


def _wish(row: Customer, tag: str, *, is_added: bool, now: datetime) -> None:
    if not archiving.settings_of(Store.objects.get(pk=row.store_id)).writes_tags:
        return
    wish = {
        "tag": tag,
        "is_added": is_added,
        "state": WriteState.DUE,
        "run_after": now,
        "tries_count": 0,
        "detail": "",
        "asked_at": now,
        "settled_at": None,
    }
    CustomerTagWrite.objects.update_or_create(
        store_id=row.store_id, customer=row, tag_key=name_key(tag), defaults=wish
    )
    jobs.defer("orders.write_tags")
