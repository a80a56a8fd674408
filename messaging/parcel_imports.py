"""Files of parcels: looked through first, then read in line by line, stopped or gone on with.

# Note [A line is done or it is not]
A line and its parcel are one transaction, so a file whose process died goes on with the next line,
and a line that is read twice finds its parcel there. Nothing of a file is lost: what cannot be
read in stays as a line, with what to do about it, and can be downloaded.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext

from common import jobs
from common.errors import DomainError
from common.killpoint import killpoint
from messaging import parcel_news
from orders.models import LineItem, Order
from shipping import checking, parcel_files
from shipping.data import ParcelDraft
from shipping.models import Origin, Parcel, ParcelImport, ParcelImportRow
from shipping.numbers import key_of
from shipping.parcel_files import FileLine, LineRefused
from shipping.promising.days import zone_of
from stores.models import Store
from stores.scope import store_scope

CHUNK: Final = 100
LEASE: Final = timedelta(seconds=60)
KEPT: Final = timedelta(days=90)
_IN_ONE_QUESTION: Final = 1_000
_State = ParcelImportRow.State


class NotNow(DomainError):
    """The file is no longer, or not yet, where this could be done."""

    code = "import-not-now"


@transaction.atomic
def check_file(
    *, store: Store, name: str, content: bytes, actor: str, now: datetime
) -> ParcelImport:
    """Look a file through and keep its lines, each with what is wrong with it. Adds no parcel.

    A constant number of queries for each thousand lines. Raises FileRefused.
    """
    sheet = parcel_files.read_sheet(content)
    source = ParcelImport.objects.create(
        store=store,
        name=name[:200],
        shape={"encoding": sheet.encoding, "delimiter": sheet.delimiter},
        rows_count=len(sheet.lines),
        actor=actor[:254],
        created_at=now,
    )
    known = _known_of(store, sheet.lines)
    rows = [_row(source, line, known) for line in sheet.lines]
    ParcelImportRow.objects.bulk_create(rows, batch_size=2_000)
    return source


@transaction.atomic
def begin_import(
    *, source: ParcelImport, tells_buyers: bool, tells_shopify: bool, actor: str, now: datetime
) -> None:
    """Read its lines in, in the background; of one that was stopped the rest. Raises NotNow."""
    waits = ParcelImport.objects.filter(
        pk=source.pk, state__in=[ParcelImport.State.CHECKED, ParcelImport.State.CANCELLED]
    )
    begun = waits.update(
        state=ParcelImport.State.RUNNING,
        tells_buyers=tells_buyers,
        tells_shopify=tells_shopify,
        actor=actor[:254],
        begun_at=now,
        finished_at=None,
    )
    if not begun:
        raise NotNow(gettext("This file is being read in, or was already."))
    jobs.defer("messaging.run_parcel_imports")


def cancel_import(*, source: ParcelImport, now: datetime) -> bool:
    """Stop before the next line; what was added stays. False if it had ended."""
    running = ParcelImport.objects.filter(pk=source.pk, state=ParcelImport.State.RUNNING)
    return bool(running.update(state=ParcelImport.State.CANCELLED, finished_at=now))


def run_imports(*, now: datetime) -> int:
    """Some lines of one file that nobody has in hand, or its end; 0: there is nothing to do.

    Call it inside every_store, until it returns 0. See Note [A line is done or it is not].
    """
    source = _take(now)
    if source is None:
        return 0
    try:
        with store_scope(source.store_id):
            met = sum(1 for _line in range(CHUNK) if _do_line(source, now))
            if met < CHUNK:
                _finish(source, now)
    finally:
        ParcelImport.objects.filter(pk=source.pk).update(claimed_until=None)
    return max(met, 1)


def forget_imports(*, now: datetime) -> int:
    """Forget files after their time: the parcels stay. How many. Call it inside every_store."""
    old = ParcelImport.objects.filter(created_at__lt=now - KEPT)
    old = old.exclude(state=ParcelImport.State.RUNNING)
    count = old.count()
    old.delete()
    return count


def counts_of(source: ParcelImport) -> dict[str, int]:
    """How many lines stand in each state. One query."""
    rows = ParcelImportRow.objects.filter(source=source).order_by()
    return dict(rows.values_list("state").annotate(count=Count("id")))


def troubled(source: ParcelImport) -> QuerySet[ParcelImportRow]:
    """Lines that could not be read in, in order."""
    rows = ParcelImportRow.objects.filter(source=source, state__in=[_State.BAD, _State.REFUSED])
    return rows.order_by("line")


@transaction.atomic
def _take(now: datetime) -> ParcelImport | None:
    free = Q(claimed_until=None) | Q(claimed_until__lt=now)
    rows = ParcelImport.objects.filter(free, state=ParcelImport.State.RUNNING).order_by("id")
    source = rows.select_for_update(skip_locked=True, of=("self",)).first()
    if source is not None:
        source.claimed_until = now + LEASE
        source.save(update_fields=["claimed_until"])
    return source


@transaction.atomic
def _do_line(source: ParcelImport, now: datetime) -> bool:
    """Read the next line in. False: there is none, or a person stopped it."""
    is_stopped = not ParcelImport.objects.filter(
        pk=source.pk, state=ParcelImport.State.RUNNING
    ).exists()
    if is_stopped:
        return False
    waiting = ParcelImportRow.objects.filter(source=source, state=_State.WAITING).order_by("line")
    row = waiting.select_for_update(skip_locked=True, of=("self",)).first()
    if row is None:
        return False
    row.state, row.said = _outcome(source, row, now)
    row.save(update_fields=["state", "said"])
    killpoint("messaging.parcel_line")
    return True


def _outcome(source: ParcelImport, row: ParcelImportRow, now: datetime) -> tuple[str, str]:
    """What became of the line, and what to do about it."""
    orders = Order.objects.select_related("store")
    order = orders.filter(pk=row.order_id).first() if row.order_id else None
    if order is None:
        return _State.REFUSED, gettext("The order is not here any more.")
    try:
        with transaction.atomic():
            draft = _draft(source, row, order)
            parcel = parcel_news.add_parcel(order=order, draft=draft, actor=source.actor, now=now)
    except (DomainError, LineRefused) as refusal:
        return _State.REFUSED, str(refusal)[:300]
    return (_State.ADDED if parcel.created_at == now else _State.KNOWN), ""


def _draft(source: ParcelImport, row: ParcelImportRow, order: Order) -> ParcelDraft:
    return ParcelDraft(
        number=row.number,
        company=row.carrier,
        url=row.url,
        direction=parcel_files.direction_of(row.direction),
        shipped_at=_at(row.shipped_at, order.store),
        origin=Origin.CSV,
        tells_buyer=source.tells_buyers,
        tells_shopify=source.tells_shopify,
    )


def _finish(source: ParcelImport, now: datetime) -> None:
    left = ParcelImportRow.objects.filter(source=source, state=_State.WAITING)
    if left.exists():
        return
    running = ParcelImport.objects.filter(pk=source.pk, state=ParcelImport.State.RUNNING)
    running.update(state=ParcelImport.State.DONE, finished_at=now)


@dataclass(frozen=True, slots=True)
class _Known:
    """The orders that a file names, and what is known of them."""

    store: Store
    orders: Mapping[str, list[Order]]  # by their name without "#"
    digital: frozenset[int]
    numbers: Mapping[tuple[int, str], str]  # (order, number) → its direction


def _known_of(store: Store, lines: Iterable[FileLine]) -> _Known:
    names = sorted({_name(line.cells.get("order", "")) for line in lines} - {""})
    orders: dict[str, list[Order]] = {}
    for place in range(0, len(names), _IN_ONE_QUESTION):
        some = names[place : place + _IN_ONE_QUESTION]
        spelled = [*some, *(f"#{name}" for name in some)]
        for order in Order.objects.filter(store=store, name__in=spelled):
            orders.setdefault(_name(order.name), []).append(order)
    ids = [order.pk for of_name in orders.values() for order in of_name]
    sent: set[int] = set()
    has_lines: set[int] = set()
    numbers: dict[tuple[int, str], str] = {}
    for place in range(0, len(ids), _IN_ONE_QUESTION):
        some_ids = ids[place : place + _IN_ONE_QUESTION]
        items = LineItem.objects.filter(order_id__in=some_ids)
        for order_id, is_sent in items.values_list("order_id", "requires_shipping").distinct():
            has_lines.add(order_id)
            sent |= {order_id} if is_sent else set()
        for parcel in Parcel.objects.filter(order_id__in=some_ids).exclude(number=""):
            numbers[parcel.order_id, f"{parcel.direction}:{key_of(parcel.number)}"] = parcel.number
    return _Known(store, orders, frozenset(has_lines - sent), numbers)


def _row(source: ParcelImport, line: FileLine, known: _Known) -> ParcelImportRow:
    cells = line.cells
    row = ParcelImportRow(
        store_id=source.store_id,
        source=source,
        line=line.line,
        order_name=cells.get("order", "")[:64],
        number=cells.get("number", "")[:200],
        carrier=cells.get("carrier", "")[:100],
        url=cells.get("url", ""),
        shipped_at=cells.get("shipped_at", "")[:64],
        direction=cells.get("direction", "")[:32],
    )
    try:
        row.state = _looked_at(row, known)
    except (DomainError, LineRefused) as refusal:
        row.state, row.said = _State.BAD, str(refusal)[:300]
    return row


def _looked_at(row: ParcelImportRow, known: _Known) -> str:
    """Whether it waits or is known; puts the order on it. Raises DomainError or LineRefused."""
    number = parcel_files.number_in(row.number)
    found = known.orders.get(_name(row.order_name), [])
    if not _name(row.order_name):
        raise LineRefused(gettext("The order is missing: write its name, such as #1001."))
    if not found:
        raise LineRefused(gettext("This store has no such order: look at its name at Shopify."))
    if len(found) > 1:
        raise LineRefused(gettext("Several orders have this name: add the parcel on its page."))
    (row.order,) = found
    direction = parcel_files.direction_of(row.direction)
    _at(row.shipped_at, known.store)
    checking.refuse_forgotten(row.order)
    draft = ParcelDraft(number=number, company=row.carrier, url=row.url, direction=direction)
    checking.checked_names(draft)
    if row.order.pk in known.digital and direction == "OUT":
        raise LineRefused(
            gettext("Nothing of this order is sent in a parcel: all of it is digital.")
        )
    is_known = (row.order.pk, f"{direction}:{key_of(number)}") in known.numbers
    return _State.KNOWN if is_known else _State.WAITING


def _at(text: str, store: Store) -> datetime | None:
    """In the store's zone, where no other is written. Raises LineRefused."""
    at = parcel_files.moment_of(text)
    if at is None or at.tzinfo:
        return at
    return timezone.make_aware(at, zone_of(store.timezone))


def _name(text: Any) -> str:
    """An order's name as files write it: with or without the number sign."""
    return str(text).strip().removeprefix("#").strip()
