"""Converts credits that waited for the rate of their day."""

from datetime import datetime

from django.db import transaction

from stores.models import Store
from stores.scope import store_scope
from tracking.attribution import attributing
from tracking.attribution.ledger import Because
from tracking.models.attribution import Attribution


def convert_waiting(*, now: datetime) -> tuple[int, int]:
    """Convert what can be converted by now: of how many orders, and how many still wait.

    Call it inside every_store. Each order in a transaction of its own.
    """
    waiting = Attribution.objects.filter(rate=None).values_list("store_id", "order_id")
    orders = list(waiting.order_by("store_id", "order_id").distinct())
    for store_id, order_id in orders:
        with store_scope(store_id), transaction.atomic():
            order = attributing.lock_order(store_id=store_id, order_id=order_id)
            if order is not None:
                store = Store.objects.get(pk=store_id)
                attributing.attribute_order(store=store, order=order, now=now, because=Because.RATE)
    left = len(set(waiting))
    return len(orders) - left, left
