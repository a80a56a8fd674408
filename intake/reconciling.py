"""Asking a shop what changed, since webhooks may be lost, late, or never be sent.

# Note [A pass over what changed]
Every REST the changes of a store since its watermark less OVERLAP are listed: ids and times, which
costs Shopify little. What is known as it stands there is passed over; the rest is asked for whole
and goes the way of a webhook (intake/taking.py), where everything is done once whoever tells of it.
A pass goes in steps: one page of the list, at most LONGEST seconds. The watermark moves only after
all of a page is committed; a step that died leaves a claim that ends by itself, and is taken again
from where the page began, passing over what it had taken. Between the steps the other stores have
their turns: whose turn was due the longest ago comes first.
"""

import logging
import time
import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import DataError, transaction
from django.db.models import F

from common.killpoint import killpoint
from intake import finding, taking
from intake.models import Reconciliation, Subject, Watermark
from intake.parsing import graph_orders
from intake.parsing.graph_checkouts import parse_checkout_node
from intake.parsing.reading import Unparsable
from orders import services as orders
from orders.models import Checkout, Customer, Order
from stores.models import Store
from stores.scope import every_store, store_scope
from stores.shopify import telling_checkouts, telling_orders
from stores.shopify.client import Lines, Shopify
from stores.shopify.errors import Away, Refused
from stores.shopify.telling_orders import Changed, Page

REST: Final = timedelta(minutes=10)
OVERLAP: Final = timedelta(minutes=15)
LEASE: Final = timedelta(minutes=3)  # beyond the longest step
LONGEST: Final = 20.0  # seconds of one step
# A webhook may still be on its way; the overlap looks again.
GRACE: Final = timedelta(minutes=2)
FIRST_LOOK: Final = timedelta(days=2)  # longer than Shopify repeats a webhook
WAITS: Final = (60, 120, 300, 600, 1800, 3600)  # seconds after the first failure, the second …
AT_ONCE: Final = 5  # the lease must outlast the steps of those before
RUNS_KEPT_FOR: Final = timedelta(days=90)
EMPTY_RUNS_KEPT_FOR: Final = timedelta(days=2)

logger = logging.getLogger(__name__)


def reconcile_due(*, lines: Lines, now: datetime, limit: int = AT_ONCE) -> int:
    """One step for each of the watermarks that are due, the longest due first; how many.

    Talks to Shopify outside of any transaction.
    """
    with every_store(because="the watermarks of all stores are claimed together"):
        claimed = _claim(now, limit)
        stores = Store.objects.in_bulk({mark.store_id for mark in claimed})
    killpoint("reconciling.claimed")
    for mark in claimed:
        with store_scope(mark.store_id):
            _step(mark, lines.to(stores[mark.store_id]), stores[mark.store_id], now)
    return len(claimed)


def watch_stores(*, now: datetime) -> int:
    """Give each connected store its watermarks; how many were made. Wants every store in scope."""
    rows = []
    known = set(Watermark.objects.values_list("store_id", "subject"))
    for store in Store.objects.exclude(state=Store.State.UNINSTALLED).filter(is_sandbox=False):
        missing = [each for each in Subject if (store.pk, each.value) not in known]
        rows += [_first_mark(store, each, now) for each in missing]
    Watermark.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def look_now(*, store: Store, now: datetime) -> int:
    """Let the store be looked at at once: it was connected again, or its webhooks had ceased.

    How many watermarks are due now.
    """
    Watermark.objects.bulk_create(
        [_first_mark(store, each, now) for each in Subject], ignore_conflicts=True
    )
    return Watermark.objects.filter(store=store).update(due_at=now, failures_count=0)


def forget_old(*, now: datetime) -> int:
    """Drop passes that nobody asks about any more; how many."""
    nothing = {"missing_count": 0, "stale_count": 0, "unreadable_count": 0}
    empty = Reconciliation.objects.filter(started_at__lt=now - EMPTY_RUNS_KEPT_FOR, **nothing)
    old = Reconciliation.objects.filter(started_at__lt=now - RUNS_KEPT_FOR)
    return sum(rows.exclude(finished_at=None).delete()[0] for rows in (empty, old))


def _first_mark(store: Store, subject: Subject, now: datetime) -> Watermark:
    """What came before the store was connected is a back-fill's."""
    at = max(store.sends_from_at or now, now - FIRST_LOOK)
    return Watermark(store=store, subject=subject, at=min(at, now), due_at=now)


@transaction.atomic
def _claim(now: datetime, limit: int) -> list[Watermark]:
    due = Watermark.objects.select_for_update(skip_locked=True).filter(due_at__lte=now)
    rows = list(due.order_by("due_at", "id")[:limit])
    for mark in rows:
        mark.claim = uuid.uuid4()
        mark.due_at = mark.claimed_until = now + LEASE
    Watermark.objects.bulk_update(rows, ["claim", "due_at", "claimed_until"])
    return rows


@dataclass(slots=True)
class _Step:
    """One page of one pass, and what came of it so far."""

    mark: Watermark
    store: Store
    shop: Shopify
    now: datetime
    end: float

    @property
    def is_over(self) -> bool:
        return time.monotonic() >= self.end


def _step(mark: Watermark, shop: Shopify | None, store: Store, now: datetime) -> None:
    if shop is None:  # nobody to ask: a sandbox, or disconnected
        _release(mark, due_at=now + REST)
        return
    step = _Step(mark, store, shop, now, time.monotonic() + LONGEST)
    try:
        _begin(mark, now)
        if _SUBJECTS[Subject(mark.subject)](step):
            return
        _release(mark, due_at=now)  # there was too much for one step
    except (Away, Refused) as error:
        _put_off(mark, error, now)
    except Exception as error:
        logger.exception("Could not reconcile a store", extra={"store": store.pk})
        _put_off(mark, error, now)


@transaction.atomic
def _begin(mark: Watermark, now: datetime) -> None:
    """Open the pass in the log, unless one is under way."""
    if mark.run_id is None:
        since = mark.at - OVERLAP
        run = Reconciliation.objects.create(
            store_id=mark.store_id, subject=mark.subject, since=since, started_at=now
        )
        mark.run, mark.cursor = run, ""
        _mine(mark).update(run=run, cursor="")


def _orders(step: _Step) -> bool:
    """True: the page is done, and the mark moved."""
    page = _page(step, telling_orders.changed_orders)
    known = _known_orders(page.changed)
    missing = [each for each in page.changed if _is_news(each, known, step.now)]
    for each in missing:
        node = telling_orders.whole_order(step.shop, shopify_id=each.shopify_id)
        killpoint("reconciling.asked")
        if node is not None:
            _take(step, lambda: _take_order(step, node))  # noqa: B023 - called at once
        killpoint("reconciling.taken")
        if step.is_over and each is not missing[-1]:
            return False
    return _move(step, page.changed, page.cursor)


def _take_order(step: _Step, node: dict[str, Any]) -> None:
    data = graph_orders.parse_order_node(node)
    rows = Order.objects.placed().filter(store=step.store, shopify_id=data.shopify_id)
    is_missing = not rows.exists()
    order, _reason = taking.take_order(store=step.store, data=data, now=step.now)
    for scan in graph_orders.scans_of(node):
        taking.take_scan(store=step.store, data=scan, now=step.now)
    asks = is_missing and finding.record_find(run=_run(step), order=order, now=step.now)
    _count(step, missing=is_missing, stale=not is_missing, asked=asks)


def _checkouts(step: _Step) -> bool:
    page = _page(step, telling_checkouts.changed_checkouts)
    rows = Checkout.objects.filter(
        store=step.store, shopify_id__in=[each.shopify_id for each in page.changed]
    )
    tokens = {row.shopify_id: row for row in rows.only("shopify_id", "token", "changed_at")}
    known = {number: row.changed_at for number, row in tokens.items() if number}
    missing = [each for each in page.changed if _is_news(each, known, step.now)]
    for each in missing:
        node = telling_checkouts.whole_checkout(step.shop, shopify_id=each.shopify_id)
        row = tokens.get(each.shopify_id)
        token = row.token if row else ""
        if node is not None:
            _take(step, lambda: _take_checkout(step, node, token))  # noqa: B023 - called at once
        if step.is_over and each is not missing[-1]:
            return False
    return _move(step, page.changed, page.cursor)


def _take_checkout(step: _Step, node: dict[str, Any], token: str) -> None:
    data = parse_checkout_node(node, token=token)
    taking.take_checkout(store=step.store, data=data, now=step.now)
    _count(step, missing=not token, stale=bool(token))


def _customers(step: _Step) -> bool:
    nodes, cursor = telling_checkouts.changed_customers(
        step.shop, since=step.mark.at - OVERLAP, cursor=step.mark.cursor or None
    )
    changed = []
    for node in nodes:
        data = graph_orders.parse_customer_node(node)
        at = data.changed_at or step.now
        changed.append(Changed(data.shopify_id, at))
    rows = Customer.objects.filter(
        store=step.store, shopify_id__in=[each.shopify_id for each in changed]
    )
    known = dict(rows.values_list("shopify_id", "changed_at"))
    for each, node in zip(changed, nodes, strict=True):
        if _is_news(each, known, step.now):
            _take(step, lambda: _take_customer(step, node, each, known))  # noqa: B023 - called at once
    return _move(step, changed, cursor)


def _take_customer(
    step: _Step, node: dict[str, Any], each: Changed, known: dict[int, datetime | None]
) -> None:
    data = graph_orders.parse_customer_node(node)
    orders.record_customer(store=step.store, data=data, now=step.now)
    for said in graph_orders.consents_of(node):
        taking.take_consent(store=step.store, said=said, now=step.now)
    is_known = each.shopify_id in known
    _count(step, missing=not is_known, stale=is_known)


_SUBJECTS: Final[dict[Subject, Callable[[_Step], bool]]] = {
    Subject.ORDERS: _orders,
    Subject.CHECKOUTS: _checkouts,
    Subject.CUSTOMERS: _customers,
}


def _page(step: _Step, ask: Callable[..., Page]) -> Page:
    run = _run(step)
    return ask(step.shop, since=run.since, cursor=step.mark.cursor or None)


def _run(step: _Step) -> Reconciliation:
    assert step.mark.run is not None  # noqa: S101 - _begin made it
    return step.mark.run


def _known_orders(changed: Iterable[Changed]) -> dict[int, datetime | None]:
    rows = Order.objects.filter(shopify_id__in=[each.shopify_id for each in changed])
    return dict(rows.values_list("shopify_id", "changed_at"))


def _is_news(each: Changed, known: dict[int, datetime | None], now: datetime) -> bool:
    if each.changed_at > now - GRACE:
        return False
    held = known.get(each.shopify_id)
    return held is None or held < each.changed_at


def _take(step: _Step, take: Callable[[], None]) -> None:
    """All that is done with one thing, and its place in the log, together."""
    try:
        with transaction.atomic():
            if not _mine(step.mark).select_for_update().exists():
                raise Away("Somebody else took over")
            take()
            killpoint("reconciling.taking")
    except (Unparsable, DataError):
        logger.warning("intake.reconciling.unreadable", extra={"store": step.store.pk})
        _count(step, unreadable=True)


def _count(step: _Step, **found: bool) -> None:
    counts = {f"{name}_count": F(f"{name}_count") + 1 for name, is_so in found.items() if is_so}
    if counts:
        Reconciliation.objects.filter(pk=_run(step).pk).update(**counts)


@transaction.atomic
def _move(step: _Step, changed: Iterable[Changed], cursor: str | None) -> bool:
    """The page is done: let the watermark say so."""
    mark, now, seen = step.mark, step.now, list(changed)
    runs = Reconciliation.objects.filter(pk=_run(step).pk)
    runs.update(seen_count=F("seen_count") + len(seen))
    columns: dict[str, Any] = {"problem": "", "failures_count": 0, "claimed_until": None}
    if cursor:
        columns |= {"cursor": cursor, "due_at": now}
        if mark.subject != Subject.CHECKOUTS and seen:  # these are in order of time
            columns["at"] = max(mark.at, seen[-1].changed_at)
    else:
        runs.update(finished_at=now)
        began = _run(step).started_at
        columns |= {"cursor": "", "run": None, "at": max(mark.at, began), "due_at": now + REST}
    killpoint("reconciling.moving")
    return bool(_mine(mark).update(**columns))


def _mine(mark: Watermark) -> Any:
    """The row, while our claim of it holds."""
    return Watermark.objects.filter(pk=mark.pk, claim=mark.claim)


def _release(mark: Watermark, *, due_at: datetime) -> None:
    _mine(mark).update(due_at=due_at, claimed_until=None)


def _put_off(mark: Watermark, error: Exception, now: datetime) -> None:
    """Look again later, and say why. A page that Shopify knows no more is begun anew."""
    wait: float = WAITS[min(mark.failures_count, len(WAITS) - 1)]
    if isinstance(error, Away) and error.wait:
        wait = min(error.wait, float(WAITS[-1]))
    said = str(error) if isinstance(error, Away | Refused) else type(error).__name__
    columns: dict[str, Any] = {"cursor": ""} if isinstance(error, Refused) else {}
    _mine(mark).update(
        due_at=now + timedelta(seconds=wait),
        claimed_until=None,
        problem=said[:300],
        failures_count=F("failures_count") + 1,
        **columns,
    )
