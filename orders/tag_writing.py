"""Writes to Shopify which tags staff and rules changed: soon, and again until it is sure.

As with tags from refs (tracking/attribution/tag_writing.py) a write may be said twice, which
changes nothing there. See write_queue.py.
"""

from datetime import datetime

from common.killpoint import killpoint
from orders.models import CustomerTagWrite, TagWrite
from orders.write_queue import write_due
from stores.shopify.client import Lines, Shopify


def write_due_tags(*, lines: Lines, now: datetime) -> int:
    """Write what is due, of all stores, oldest first; how many were looked at. 0: none is due.

    Call it inside every_store. Talks to Shopify outside of any transaction.
    """
    return write_due(TagWrite, _say, lines=lines, now=now)


def _say(shop: Shopify, row: TagWrite) -> None:
    say = shop.add_tags if row.is_added else shop.remove_tags
    say(order_id=row.order.shopify_id, tags=[row.tag])
    killpoint("orders.tag_written")


def write_due_customer_tags(*, lines: Lines, now: datetime) -> int:
    """Likewise for the tags of customers."""
    return write_due(CustomerTagWrite, _say_of_customer, lines=lines, now=now)


def _say_of_customer(shop: Shopify, row: CustomerTagWrite) -> None:
    shop.change_customer_tags(
        customer_id=row.customer.shopify_id, tags=[row.tag], is_added=row.is_added
    )
    killpoint("orders.customer_tag_written")
