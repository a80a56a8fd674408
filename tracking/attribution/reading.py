"""What is known of where an order came from: for the order's page and for programs."""

from dataclasses import dataclass
from datetime import datetime

from messaging.models import Message
from orders.models import Order
from tracking.models.attribution import Attribution, AttributionEvent, Model, OrderSource


@dataclass(frozen=True, slots=True)
class AttributionRead:
    """Credits in the order of the models; `opened` is shown, and earned nothing."""

    source: OrderSource | None
    credits: list[Attribution]
    opened: Message | None = None
    changes: tuple[AttributionEvent, ...] = ()
    is_final: bool = False

    @property
    def exclusion(self) -> str:
        return self.source.exclusion if self.source else ""

    @property
    def frozen_at(self) -> datetime | None:
        return self.source.frozen_at if self.source else None


def read_attribution(*, order: Order, now: datetime, with_changes: bool = False) -> AttributionRead:
    """One statement for an order of nobody; up to four."""
    of_order = {"store_id": order.store_id, "order": order}
    source = OrderSource.objects.filter(**of_order).first()
    if source is None:
        return AttributionRead(None, [])
    found: list[Attribution] = []
    changes: list[AttributionEvent] = []
    if source.has_credit:
        rows = Attribution.objects.filter(orders_count=1, **of_order)
        places = {model: place for place, model in enumerate(Model.values)}
        found = list(rows.select_related("message__order"))
        found.sort(key=lambda row: places[row.model])
    if with_changes and source.has_credit:
        events = AttributionEvent.objects.filter(
            store_id=order.store_id, attribution__order=order
        ).select_related("attribution")
        changes = sorted(events, key=lambda event: (event.recorded_at, event.pk))
    opened = None
    if source.opened_message_id and not found:
        seen = Message.objects.filter(store_id=order.store_id, pk=source.opened_message_id)
        opened = seen.select_related("order").first()
    return AttributionRead(source, found, opened, tuple(changes), now > source.frozen_at)
