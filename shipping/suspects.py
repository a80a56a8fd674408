"""Which orders and parcels are in trouble now: one bounded statement for each kind of alarm.

What is cancelled, archived, erased or a test, what is fetched by its buyer, and what comes back to
the store is nobody's trouble.

# Note [Carriers that never speak]
Many carriers tell nobody where their parcels are. Of these a parcel without a scan means nothing,
so it is missed only where another parcel of the same store and carrier was seen of late.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.db.models import (
    BigIntegerField,
    Case,
    DateTimeField,
    Exists,
    F,
    OuterRef,
    Q,
    Subquery,
    TextField,
    Value,
    When,
)
from django.db.models.fields.json import KeyTextTransform, KeyTransform
from django.db.models.functions import Cast, Coalesce, Greatest, TruncDate

from orders.models import Activity, ActivityKind, DeliveryMethod, Order
from orders.stages import Stage, Step
from shipping.limits import Limits
from shipping.models import Alarm, AlarmKind, Direction, Parcel, ParcelState, Promise

HORIZON: Final = timedelta(days=60)  # what is older is no news to anybody
# What the buyer can have noticed. Mail that advertises, or says that there is no news, is none.
VISIBLE: Final = (
    ActivityKind.ORDER_PLACED,
    ActivityKind.ORDER_EDITED,
    ActivityKind.ORDER_REFUNDED,
    ActivityKind.ORDER_FULFILLED,
    ActivityKind.MESSAGE_SENT,
    ActivityKind.PARCEL_ADDED,
    ActivityKind.PARCEL_CHANGED,
    ActivityKind.PARCEL_SCANNED,
    ActivityKind.PROMISED,
    ActivityKind.PROMISE_CHANGED,
    ActivityKind.BUYER_ANSWERED,
    ActivityKind.BUYER_CONTACTED,
)
_NO_ANSWER: Final = (
    "NO_NEWS",
    "REVIEW_REQUEST",
    "ABANDONED_CHECKOUT",
    "STAFF_NEW_ORDER",
    "THANK_YOU",
)
_BROUGHT: Final = (DeliveryMethod.SHIPPING, DeliveryMethod.LOCAL)
_STUCK: Final = (ParcelState.EXCEPTION, ParcelState.FAILURE)
_BACK: Final = (ParcelState.RETURNING, ParcelState.RETURNED)
_RESTING: Final = (*_STUCK, *_BACK, ParcelState.READY_FOR_PICKUP)
_TO_SEND: Final = (Step.TO_PACK, Step.PART_SENT)

Rows = Any  # querysets of several tables, each with the same annotations


@dataclass(frozen=True, slots=True)
class Watch:
    """Whose troubles, and by which limits. `only` asks of these orders alone, however old."""

    store_ids: tuple[int, ...]
    limits: Limits
    now: datetime
    only: tuple[int, ...] | None = None

    @property
    def since(self) -> datetime:
        return self.now - HORIZON


def suspects(kind: AlarmKind, watch: Watch) -> Rows:
    """What is in this trouble: `store_id`, `order_key`, `parcel_key` and `since` of each."""
    return _SUSPECTS[kind](watch)


def untold(kind: AlarmKind, rows: Rows) -> Rows:
    """Of these, those nobody was told of; and those a person looked after that went wrong anew."""
    is_open, is_settled = Q(closed_at=None), ~Q(closed_by="") & Q(since__gte=OuterRef("since"))
    told = Alarm.objects.filter(
        is_open | is_settled,
        kind=kind,
        store_id=OuterRef("store_id"),
        order_id=OuterRef("order_key"),
    )
    if kind in OF_ORDERS:
        return rows.filter(~Exists(told.filter(parcel__isnull=True)))
    return rows.filter(~Exists(told.filter(parcel_id=OuterRef("parcel_key"))))


def _parcels(watch: Watch, **found: Any) -> Rows:
    """Parcels that should be on their way to a buyer."""
    rows = Parcel.objects.filter(
        store_id__in=watch.store_ids,
        delivered_at=None,
        direction=Direction.OUT,
        order__delivery_method__in=_BROUGHT,
        order__cancelled_at=None,
        order__archived_at=None,
        order__redacted_at=None,
        order__is_test=False,
        **found,
    )
    rows = rows.filter(~Q(fulfilment__state="CANCELLED"))
    if watch.only is not None:
        rows = rows.filter(order_id__in=watch.only)
    return rows.annotate(order_key=F("order_id"), parcel_key=F("id"))


def _orders(watch: Watch, rows: Rows, order: str) -> Rows:
    """Orders of which `rows` are, or which they are: those somebody waits for."""
    start = f"{order}__" if order else ""
    rows = rows.filter(
        **{
            f"{start}delivery_method__in": _BROUGHT,
            f"{start}cancelled_at": None,
            f"{start}archived_at": None,
            f"{start}redacted_at": None,
            f"{start}is_test": False,
        }
    )
    key = f"{order}_id" if order else "id"
    if watch.only is not None:
        rows = rows.filter(**{f"{key}__in": watch.only})
    return rows.annotate(
        order_key=F(key), parcel_key=Value(None, output_field=BigIntegerField(null=True))
    )


def _not_sent(watch: Watch) -> Rows:
    """The day by which all was to have left is over."""
    rows = Promise.objects.filter(
        store_id__in=watch.store_ids,
        is_current=True,
        shipped_at=None,
        ships_by__lt=watch.now,
        order__stage=Stage.FULFILMENT,
    )
    if watch.only is None:
        rows = rows.filter(ships_by__gt=watch.since)
    return _orders(watch, rows, "order").annotate(since=F("ships_by"))


def _not_scanned(watch: Watch) -> Rows:
    """A number for days, and no carrier has seen it. See Note [Carriers that never speak]."""
    left_at = Coalesce("shipped_at", "created_at")
    # A new number begins anew. Its own words, since a parcel without one has none.
    changed_at = Cast(KeyTextTransform("until", KeyTransform("-1", "former")), DateTimeField())
    heard_of = Parcel.objects.filter(
        store_id=OuterRef("store_id"),
        company=OuterRef("company"),
        first_scanned_at__gt=watch.since,
    )
    rows = _parcels(watch, first_scanned_at=None).exclude(number="")
    rows = rows.alias(left_at=left_at).filter(left_at__lt=watch.limits.unseen_before)
    if watch.only is None:
        rows = rows.filter(Exists(heard_of), left_at__gt=watch.since)
    return rows.annotate(since=Greatest(left_at, Coalesce(changed_at, left_at))).filter(
        since__lt=watch.limits.unseen_before
    )


def _under_way(watch: Watch) -> Rows:
    """Parcels that a carrier has seen, and not brought yet."""
    rows = _parcels(watch, first_scanned_at__isnull=False, heard_at__isnull=False)
    return rows if watch.only is not None else rows.filter(heard_at__gt=watch.since)


def _stalled(watch: Watch) -> Rows:
    rows = _under_way(watch).filter(heard_at__lt=watch.limits.stalled_before)
    return rows.exclude(state__in=_RESTING).annotate(since=F("heard_at"))


def _stuck(watch: Watch) -> Rows:
    return _under_way(watch).filter(state__in=_STUCK).annotate(since=F("heard_at"))


def _back(watch: Watch) -> Rows:
    return _under_way(watch).filter(state__in=_BACK).annotate(since=F("heard_at"))


def _late(watch: Watch) -> Rows:
    """Promised until a day that is over; or the carrier says that it will be later."""
    limits = watch.limits
    promise = Promise.objects.filter(
        store_id=OuterRef("store_id"), order_id=OuterRef("order_id"), is_current=True
    )
    rows = _under_way(watch).exclude(state__in=(*_BACK, ParcelState.READY_FOR_PICKUP))
    rows = rows.alias(to_on=Subquery(promise.values("to_on")[:1])).filter(to_on__isnull=False)
    is_over = Q(to_on__lt=limits.today)
    expected_on = TruncDate("expected_at", tzinfo=ZoneInfo(limits.timezone))
    rows = rows.alias(expected_on=expected_on).filter(is_over | Q(expected_on__gt=F("to_on")))
    return rows.annotate(
        since=Case(When(is_over, then=Cast("to_on", DateTimeField())), default=F("heard_at"))
    )


def _silent(watch: Watch) -> Rows:
    """Nothing the buyer could notice for days, of an order that is not there yet.

    Not while a day that was promised is still to come: that is an answer.
    """
    limits, before = watch.limits, watch.limits.silent_before
    told = Activity.objects.filter(
        store_id=OuterRef("store_id"), order_id=OuterRef("id"), kind__in=VISIBLE
    )
    of_kind = Coalesce(KeyTextTransform("kind", "data"), Value("", output_field=TextField()))
    visible = told.alias(of_kind=of_kind).exclude(of_kind__in=_NO_ANSWER)
    answered = Promise.objects.filter(
        Q(to_on__gte=limits.today) | Q(to_on=None, ships_by__gte=watch.now),
        store_id=OuterRef("store_id"),
        order_id=OuterRef("id"),
        is_current=True,
    )
    rows = Order.objects.filter(
        Q(stage=Stage.FULFILMENT, step__in=_TO_SEND)
        | Q(stage=Stage.FOLLOW_UP, step=Step.ON_ITS_WAY),
        store_id__in=watch.store_ids,
        placed_at__lt=before,
    )
    if watch.only is None:
        rows = rows.filter(placed_at__gt=watch.since)
    rows = _orders(watch, rows, "").filter(
        ~Exists(visible.filter(at__gte=before)), ~Exists(answered)
    )
    last = visible.order_by("-at").values("at")[:1]
    return rows.annotate(since=Coalesce(Subquery(last), F("placed_at")))


_SUSPECTS: Final[dict[AlarmKind, Callable[[Watch], Rows]]] = {
    AlarmKind.NOT_SENT: _not_sent,
    AlarmKind.NOT_SCANNED: _not_scanned,
    AlarmKind.STALLED: _stalled,
    AlarmKind.EXCEPTION: _stuck,
    AlarmKind.RETURNING: _back,
    AlarmKind.LATE: _late,
    AlarmKind.SILENCE: _silent,
}
OF_ORDERS: Final = frozenset({AlarmKind.NOT_SENT, AlarmKind.SILENCE})
