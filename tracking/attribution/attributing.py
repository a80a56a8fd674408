"""Credits an order to messages, again with each news of it. See Note [Attribution v1].

# Note [Credit follows the evidence]
Nothing here is done once. An order is judged when the shop tells of it, when its journey is known,
when a verdict on a click changes; each time from all that is known then. What differs from the
credit that stands is written as changes that add up, so any order of arrival ends in the same
credit. Two days after the window's end the evidence is closed: from then on only refunds count.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import transaction

from common.killpoint import killpoint
from orders.models import Order
from stores.models import Store
from tracking.attribution import counting, evidence, sourcing, tagging, writing
from tracking.attribution.ledger import Because
from tracking.attribution.rules import FROZEN_AFTER, Credit, Model, decide, exclusion_of
from tracking.attribution.sources import Source
from tracking.models.attribution import Attribution, OrderSource

# After the order, as Shopify says whose visit it was only later, and tells of it nowhere.
JOURNEY_ASKED_AFTER = (timedelta(minutes=15), timedelta(hours=2), timedelta(hours=24))


@transaction.atomic(savepoint=False)
def attribute_order(
    *, store: Store, order: Order, now: datetime, because: Because = Because.ORDER
) -> list[Attribution]:
    """Credit the order to the messages it came from; which credits changed.

    The caller holds the order's lock. Three statements where nobody clicked anything, and as many
    for every repetition.
    """
    if order.placed_at is None or not order.currency:
        return []
    source = evidence.read_source(order, store)
    row = _kept_source(store, order, source, now)
    sourcing.tell_source(order=order, source=row)
    is_open = now <= row.frozen_at and order.redacted_at is None
    if row.exclusion or not (is_open or row.has_credit):
        return []
    found = _credits(order, row, source, now) if is_open else None
    if not found and not row.has_credit:
        return []
    changed = writing.write_credits(
        order=order, source=row, store=store, found=found, because=because, now=now
    )
    killpoint("attribution.credited")
    return changed


def lock_order(*, store_id: int, order_id: int) -> Order | None:
    """The order's row, locked, for those who judge it anew; None if it is gone."""
    rows = Order.objects.select_for_update(of=("self",)).filter(store_id=store_id, pk=order_id)
    return rows.first()


def next_journey(placed_at: datetime, asked_count: int, now: datetime) -> datetime | None:
    """When to ask next for the visits before an order; None: not any more."""
    later = [placed_at + wait for wait in JOURNEY_ASKED_AFTER[asked_count:]]
    is_late = not asked_count and now <= placed_at + FROZEN_AFTER  # told late: asked once at least
    return next((at for at in later if at > now), now if is_late else None)


def _credits(
    order: Order, row: OrderSource, source: Source, now: datetime
) -> Mapping[Model, Credit]:
    """Whose it is by what is known now."""
    case, seen = evidence.case_of(order=order, source=source, row=row, now=now)
    if seen.opened != row.opened_message_id:
        row.opened_message_id = seen.opened
        row.save(update_fields=["opened_message_id"])
    return decide(case, counting.everything(timedelta(days=row.window_days))).credits


def _kept_source(store: Store, order: Order, source: Source, now: datetime) -> OrderSource:
    """The order's row here: made with the first news of it, by the store's choices of that day."""
    row = OrderSource.objects.filter(store_id=order.store_id, order=order).first()
    if row is None:
        return _new_source(store, order, source, now)
    if not row.source and source.is_known and order.redacted_at is None:
        for name, value in columns_of(source).items():
            setattr(row, name, value)
        row.save(update_fields=list(columns_of(source)))
        tagging.tag_by_ref(store=store, order=order, ref=source.ref, now=now)
    return row


def _new_source(store: Store, order: Order, source: Source, now: datetime) -> OrderSource:
    assert order.placed_at  # noqa: S101 - no stub comes here
    chosen = counting.settings_of(store_id=order.store_id)
    terms = counting.terms_of(chosen)
    exclusion = exclusion_of(evidence.bare_case(order), terms)
    is_redacted = order.redacted_at is not None
    row = OrderSource(
        store_id=order.store_id,
        order=order,
        placed_at=order.placed_at,
        window_days=terms.window.days,
        exclusion=exclusion or "",
        frozen_at=order.placed_at + terms.window + FROZEN_AFTER,
        journey_due_at=None if exclusion or is_redacted else next_journey(order.placed_at, 0, now),
        **columns_of(source),
    )
    row.save(force_insert=True)
    if not is_redacted:
        tagging.tag_by_ref(store=store, order=order, ref=source.ref, now=now, chosen=chosen)
    return row


def columns_of(source: Source) -> dict[str, str]:
    """What is kept of a source."""
    names = (
        "source",
        "medium",
        "campaign",
        "content",
        "term",
        "ref",
        "click_id_kind",
        "referrer_host",
        "landing_path",
    )
    return {name: getattr(source, name) for name in names}
