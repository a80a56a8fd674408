"""Forgets what an order's addresses told of its buyer. Which message has the credit, and how much,
stays: it tells nobody who bought."""

from collections.abc import Iterable

from tracking.models.attribution import OrderSource, RefTag

# What is left is what figures are grouped by: source, medium, campaign, and by which sort of click.
FORGOTTEN = {"content": "", "term": "", "ref": "", "referrer_host": "", "landing_path": ""}


def redact_sources(*, store_id: int, order_ids: Iterable[int]) -> int:
    """Forget where the buyers of these orders came from; of how many. Three statements."""
    orders = list(order_ids)
    RefTag.objects.filter(store_id=store_id, order__in=orders).delete()
    rows = OrderSource.objects.filter(store_id=store_id, order__in=orders)
    return rows.update(opened_message_id=None, visits=None, journey_due_at=None, **FORGOTTEN)
