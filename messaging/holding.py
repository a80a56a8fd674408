"""The claimed messages with all that deciding and composing reads of their orders and stores."""

from collections.abc import Iterable, Sequence
from typing import TypeVar

from django.db.models import Model

from common.db.reading import attach, read
from messaging import assigning
from messaging.claiming import Claim
from messaging.models import Message
from messaging.states import IN_HAND
from orders.models import Customer, Order
from stores.models import Store
from templates_app.models import Variant

_M = TypeVar("_M", bound=Model)


def held(claim: Claim) -> list[Message]:
    """In service order. A statement for each table; messages of one store share its row."""
    rows = read(Message, "id", claim.message_ids)
    rows = [row for row in rows if row.claim == claim.key and row.state in IN_HAND]
    attach(rows, "store", _found(Store, (row.store_id for row in rows)))
    attach(rows, "variant", _found(Variant, (row.variant_id for row in rows)))
    orders = _found(Order, (row.order_id for row in rows))
    attach(orders.values(), "customer", _found(Customer, (o.customer_id for o in orders.values())))
    attach(orders.values(), "store", {row.store_id: row.store for row in rows})
    attach(rows, "order", orders)
    tested = assigning.tested_kinds(row.store_id for row in rows)
    for row in rows:
        row.is_tested = (row.store_id, row.kind) in tested  # type: ignore[attr-defined]  # a note
    found = {row.pk: row for row in rows}
    return [found[pk] for pk in claim.message_ids if pk in found]


def _found(model: type[_M], keys: Iterable[int | None]) -> dict[int, _M]:
    """Those rows by their keys. No statement for none."""
    wanted: Sequence[int] = sorted({key for key in keys if key is not None})
    if not wanted:
        return {}
    return {row.pk: row for row in read(model, "id", wanted)}
