"""An order's note, corrected e-mail and telephone number, written to Shopify until it is sure.

# Note [Who hears of our own writing]
Shopify tells us of each write by a webhook, as of anybody's. Such a snapshot says what stands here
already: the correction ends (see Note [A correction outlives the typo]), and nothing is told, so
nothing is set off. A snapshot of before our write says what Shopify said before, which the
correction outlives. To write twice changes nothing.
"""

from datetime import datetime

from common import jobs
from common.killpoint import killpoint
from orders import archiving
from orders.foreign import is_foreign
from orders.models import Order, OrderWrite, WriteState, WrittenField
from orders.write_queue import write_due
from stores.shopify.client import Lines, Shopify

# Of Shopify's OrderInput.
NAMES = {WrittenField.EMAIL: "email", WrittenField.NOTE: "note", WrittenField.PHONE: "phone"}


def wish_field(*, order: Order, field: WrittenField, value: str, now: datetime) -> bool:
    """Let Shopify's order say so too, if its store wants that. The last wish for a field counts.

    Belongs to the transaction of whoever changed it here.
    """
    if is_foreign(order.shopify_id) or not archiving.settings_of(order.store).writes_corrections:
        return False
    wish = {
        "value": value,
        "state": WriteState.DUE,
        "run_after": now,
        "tries_count": 0,
        "detail": "",
        "asked_at": now,
        "settled_at": None,
    }
    OrderWrite.objects.update_or_create(
        store_id=order.store_id, order=order, field=field, defaults=wish
    )
    jobs.defer("orders.write_fields")
    return True


def fields_of(order: Order) -> list[OrderWrite]:
    """What is on its way to Shopify, or did not get there. One query."""
    rows = OrderWrite.objects.filter(store_id=order.store_id, order=order)
    return list(rows.exclude(state=WriteState.DONE).order_by("field"))


def write_due_fields(*, lines: Lines, now: datetime) -> int:
    """Write what is due, of all stores, oldest first; how many were looked at. 0: none is due.

    Call it inside every_store. Talks to Shopify outside of any transaction.
    """
    return write_due(OrderWrite, _say, lines=lines, now=now)


def _say(shop: Shopify, row: OrderWrite) -> None:
    shop.change_order(
        order_id=row.order.shopify_id, fields={NAMES[WrittenField(row.field)]: row.value}
    )
    killpoint("orders.field_written")
