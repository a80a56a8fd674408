"""Credits as they stand, and whether their changes add up to them."""

from typing import Any

from django.db import transaction

from orders.models import Activity, ActivityKind, Order
from tests.factories import payloads
from tests.factories.attribution import SECOND_ORDER, may
from tracking.attribution import attributing
from tracking.attribution.ledger import Because, Change, Holder, Sums, replay
from tracking.models.attribution import (
    Attribution,
    AttributionEvent,
    OrderSource,
)


def refund(*lines: int, day: int = 20, **fields: Any) -> dict[str, Any]:
    named = [{"line_item_id": payloads.line(line)["id"], "quantity": 1} for line in lines]
    return payloads.refund(
        order_id=SECOND_ORDER,
        created_at=may(day).isoformat(),
        processed_at=may(day).isoformat(),
        refund_line_items=named,
        transactions=[{"kind": "refund", "status": "success", "amount": "20.00"}],
        **fields,
    )


def sums(model: str = "nh_last") -> tuple[int, int, int, int]:
    row = Attribution.objects.get(model=model)
    return row.gross_minor, row.refund_minor, row.late_refund_minor, row.net_minor


def changes_of(row: Attribution) -> list[Change]:
    return [
        Change(
            Holder(each.message_id, each.template, each.variant),
            Sums(
                each.orders,
                each.gross_minor,
                each.refund_minor,
                each.late_refund_minor,
                each.agency_gross_minor,
                each.agency_refund_minor,
            ),
            Because(each.because),
            each.at,
        )
        for each in AttributionEvent.objects.filter(attribution=row).order_by("number")
    ]


def assert_all_adds_up() -> None:
    """The changes, the feed, and judging everything anew from nothing find the same credits."""
    rows = list(Attribution.objects.order_by("order", "model"))
    for row in rows:
        assert replay(changes_of(row)) == row.standing
        facts = Activity.objects.filter(
            kind=ActivityKind.ORDER_ATTRIBUTED, order=row.order, data__model=row.model
        )
        told_sums = [(each.data["orders"], each.data["gross_minor"]) for each in facts]
        assert sum(one for one, _gross in told_sums) == row.orders_count
        assert sum(gross for _one, gross in told_sums) == row.gross_minor
    kept = {(row.order_id, row.model): row.standing for row in rows if row.orders_count}
    with transaction.atomic():
        Attribution.objects.all().delete()
        Activity.objects.filter(kind=ActivityKind.ORDER_ATTRIBUTED).delete()
        for source in OrderSource.objects.select_related("order", "store"):
            order = Order.objects.select_for_update().get(pk=source.order_id)
            latest = order.changed_at or source.placed_at
            now = min(latest, source.frozen_at)
            attributing.attribute_order(store=source.store, order=order, now=now)
        clean = {
            (row.order_id, row.model): row.standing
            for row in Attribution.objects.filter(orders_count=1)
        }
        assert clean == kept
        transaction.set_rollback(True)
