"""Writes what changed in the credits of one order: rows, changes, and lines of the feed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from orders import activity, revenue
from orders.activity import Fact
from orders.models import ActivityKind, LineItem, Order, Refund
from stores.models import Agency, Store
from tracking.attribution import rates
from tracking.attribution.ledger import Because, Change, Dates, Holder, Standing, Sums, changes
from tracking.attribution.rules import Credit, Model
from tracking.models.attribution import Attribution, AttributionEvent, OrderSource


@dataclass(frozen=True, slots=True)
class Worth:
    """What an order is worth now, in the shop's currency, and when what came back did."""

    gross_minor: int
    refund_minor: int
    late_refund_minor: int
    dates: Dates


@dataclass(frozen=True, slots=True)
class Written:
    row: Attribution
    made: list[Change]


def write_credits(
    *,
    order: Order,
    source: OrderSource,
    store: Store,
    found: Mapping[Model, Credit] | None,
    because: Because,
    now: datetime,
) -> list[Attribution]:
    """Bring the credits to what was found; None: the evidence is closed, only sums may move.

    Seven statements at most, where something changed.
    """
    held = {
        Model(row.model): row
        for row in Attribution.objects.select_for_update().filter(
            store_id=order.store_id, order=order
        )
    }
    worth = worth_of(order, source)
    rate = _rate_of(order, store, held.values())
    written = []
    for model in Model:
        row = held.get(model)
        credit = found.get(model) if found is not None else None
        if row is None and credit is None:
            continue
        row = row or _new_row(order, source, store, model, rate)
        if row.rate is None and row.agency_currency == rate[0]:
            row.rate = rate[1]
        written.append(_moved(row, credit, found is None, worth, because))
    return _save(order, source, [each for each in written if each.made], now)


def worth_of(order: Order, source: OrderSource) -> Worth:
    """By the order's rows. Two statements. See Note [What an order earns]."""
    of_order = {"store_id": order.store_id, "order": order}
    goods = revenue.goods_of_rows(LineItem.objects.filter(**of_order))
    refunds = list(Refund.objects.filter(**of_order))
    gross = revenue.product_minor(goods)
    back = revenue.returned_minor(goods, revenue.returned_in_rows(refunds))
    back = gross if order.cancelled_at else back
    in_time = [each for each in refunds if each.refunded_at <= source.frozen_at]
    is_late = len(in_time) < len(refunds) or bool(
        order.cancelled_at and order.cancelled_at > source.frozen_at
    )
    early = back
    if is_late:
        early = min(back, revenue.returned_minor(goods, revenue.returned_in_rows(in_time)))
    times = [each.refunded_at for each in refunds]
    times += [order.cancelled_at] if order.cancelled_at else []
    assert order.placed_at  # noqa: S101 - no stub comes here
    dates = Dates(order.placed_at, max(times, default=None), order.cancelled_at is not None)
    return Worth(gross, early, back - early, dates)


def _rate_of(order: Order, store: Store, held: Iterable[Attribution]) -> tuple[str, Decimal | None]:
    """The agency's currency, and its rate of the order's day: once known, it stays."""
    for row in held:
        if row.rate is not None:
            return row.agency_currency, row.rate
    assert order.placed_at  # noqa: S101 - no stub comes here
    agency = Agency.objects.filter(pk=store.agency_id).values_list("currency", flat=True).first()
    currency = agency or order.currency
    on = order.placed_at.astimezone(UTC).date()
    rate = rates.rate_on(from_currency=order.currency, to_currency=currency, on=on)
    return currency, rate


def _new_row(
    order: Order,
    source: OrderSource,
    store: Store,
    model: Model,
    rate: tuple[str, Decimal | None],
) -> Attribution:
    return Attribution(
        store_id=order.store_id,
        order=order,
        model=model.value,
        placed_at=source.placed_at,
        currency=order.currency,
        agency_currency=rate[0],
        rate=rate[1],
        frozen_at=source.frozen_at,
    )


def _moved(
    row: Attribution, credit: Credit | None, is_closed: bool, worth: Worth, because: Because
) -> Written:
    """The row as it should be, and the changes that lead there."""
    before = row.standing
    holder = before.holder
    if credit is not None:
        holder = Holder(credit.message_id, credit.template[:100], credit.variant[:100])
    has_holder = bool(row.orders_count) if is_closed else credit is not None
    after = Standing(holder, _sums(row, worth, is_closed)) if has_holder else Standing()
    made = changes(before, after, because=because, dates=worth.dates)
    _put(row, after)
    if credit is not None:
        row.evidence, row.touch_at = credit.evidence.value, credit.touch_at
    return Written(row, made)


def _sums(row: Attribution, worth: Worth, is_closed: bool) -> Sums:
    gross = row.gross_minor if is_closed else worth.gross_minor
    refund = min(worth.refund_minor, gross)
    late = min(worth.late_refund_minor, gross - refund)
    if row.rate is None:
        return Sums(1, gross, refund, late)
    between = (row.rate, row.currency, row.agency_currency)
    converted = (rates.convert(minor, *between) for minor in (gross, refund + late))
    return Sums(1, gross, refund, late, *converted)


def _put(row: Attribution, after: Standing) -> None:
    sums, holder = after.sums, after.holder
    row.message_id, row.template, row.variant = holder.message_id, holder.template, holder.variant
    row.orders_count = sums.orders
    row.gross_minor, row.refund_minor = sums.gross_minor, sums.refund_minor
    row.late_refund_minor = sums.late_refund_minor
    row.agency_gross_minor = sums.agency_gross_minor
    row.agency_refund_minor = sums.agency_refund_minor
    if not sums.orders:
        row.evidence, row.touch_at = "", None


_KEPT = [
    "message",
    "template",
    "variant",
    "evidence",
    "touch_at",
    "orders_count",
    "gross_minor",
    "refund_minor",
    "late_refund_minor",
    "rate",
    "agency_gross_minor",
    "agency_refund_minor",
    "changes_count",
    "changed_at",
]


def _save(
    order: Order, source: OrderSource, written: Sequence[Written], now: datetime
) -> list[Attribution]:
    if not written:
        return []
    firsts = {}
    for each in written:
        firsts[each.row.model] = each.row.changes_count
        each.row.changes_count += len(each.made)
        each.row.changed_at = now
    Attribution.objects.bulk_create([each.row for each in written if each.row.pk is None])
    Attribution.objects.bulk_update([each.row for each in written if firsts[each.row.model]], _KEPT)
    events, facts = [], []
    for each in written:
        for number, change in enumerate(each.made, start=firsts[each.row.model] + 1):
            events.append(_event(each.row, number, change))
            facts.append((order.store_id, _fact(order, each.row, number, change)))
    AttributionEvent.objects.bulk_create(events)
    activity.record_all_once(facts)
    if not source.has_credit:
        source.has_credit = True
        source.save(update_fields=["has_credit"])
    return [each.row for each in written]


def _event(row: Attribution, number: int, change: Change) -> AttributionEvent:
    sums, holder = change.sums, change.holder
    return AttributionEvent(
        store_id=row.store_id,
        attribution=row,
        number=number,
        because=change.because.value,
        message_id=holder.message_id,
        template=holder.template,
        variant=holder.variant,
        evidence=row.evidence if sums.orders > 0 else "",
        at=change.at,
        orders=sums.orders,
        gross_minor=sums.gross_minor,
        refund_minor=sums.refund_minor,
        late_refund_minor=sums.late_refund_minor,
        agency_gross_minor=sums.agency_gross_minor,
        agency_refund_minor=sums.agency_refund_minor,
    )


def _fact(order: Order, row: Attribution, number: int, change: Change) -> Fact:
    """Codes and sums only: nothing in it tells who bought."""
    sums, holder = change.sums, change.holder
    data: dict[str, Any] = {
        "model": row.model,
        "orders": sums.orders,
        "gross_minor": sums.gross_minor,
        "refund_minor": sums.refund_minor + sums.late_refund_minor,
        "currency": row.currency,
        "agency_currency": row.agency_currency,
        "agency_gross_minor": sums.agency_gross_minor,
        "agency_refund_minor": sums.agency_refund_minor,
        "evidence": row.evidence,
        "template": holder.template,
        "variant": holder.variant,
        "reason": change.because.value,
    }
    key = f"attribution:{order.shopify_id}:{row.model}:{number}"
    kind = ActivityKind.ORDER_ATTRIBUTED
    return Fact(kind, change.at, key, order.pk, data, message_id=holder.message_id)
