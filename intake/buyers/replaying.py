"""After a restore: every erasure that the ledger holds and this database does not, done again.

A line names hashes, so each store's buyers are hashed once and compared. One transaction a line:
stopped anywhere, the next call goes on with what is left. See Note [The ledger outlives the dump].
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from django.db import transaction

from intake.buyers import dropping, erasing
from messaging.models import Consent, Suppression
from orders.data import RedactionData
from orders.models import Checkout, Customer, DraftOrder, GiftCard, Order
from stores import ledger, opening
from stores.models import ErasureKind, Store, Tombstone
from stores.scope import every_store, store_scope

AT_ONCE: Final = 2_000
_ADDRESSES: Final[tuple[tuple[Any, str], ...]] = (
    (Customer, "email"),
    (Customer, "shopify_email"),
    (Order, "email"),
    (Order, "shopify_email"),
    (Checkout, "email"),
    (DraftOrder, "email"),
    (GiftCard, "recipient_email"),
    (Consent, "address"),
    (Suppression, "address"),
)


@dataclass(frozen=True, slots=True)
class Progress:
    done: int
    total: int


@dataclass(slots=True)
class _Known:
    """What a store's hashes stand for."""

    customers: dict[str, int] = field(default_factory=dict)
    emails: dict[str, str] = field(default_factory=dict)
    orders: dict[str, int] = field(default_factory=dict)


def replay_all(*, now: datetime, tell: Callable[[Progress], None]) -> int:
    """Do again what is missing, oldest first within each store; how many erasures.

    Raises ledger.KeyMissing before anything is done by a key that is not there.
    """
    missing = _missing()
    by_store: dict[str, list[ledger.Line]] = defaultdict(list)
    for line in missing:
        by_store[line.store].append(line)
    done = 0
    for public_id, lines in by_store.items():
        with every_store(because="a restored database is asked for a store by the ledger"):
            store = Store.objects.get(public_id=public_id)
        with store_scope(store.pk):
            known = _known_of(store, lines)
            for line in sorted(lines, key=lambda each: each.at):
                _replay(store, line, known, now)
                done += 1
                tell(Progress(done, len(missing)))
    opening.forget()
    return done


def write_missing_lines() -> int:
    """The other way: lines for erasures of this database that the ledger lacks; how many.

    Such as when the ledger was begun later than the first erasure, or its disk was lost.
    """
    known = {line.id for line in ledger.lines()}
    count = 0
    with every_store(because="the ledger holds the erasures of all stores"):
        for row in Tombstone.objects.select_related("store").order_by("pk").iterator():
            if str(row.public_id) not in known:
                ledger.write(erasing.line_of(row, row.store))
                count += 1
    return count


def _missing() -> list[ledger.Line]:
    found: list[ledger.Line] = []
    page: list[ledger.Line] = []
    for line in ledger.lines():
        page.append(line)
        if len(page) == AT_ONCE:
            found += opening.lacking(page)
            page = []
    return found + opening.lacking(page)


@transaction.atomic
def _replay(store: Store, line: ledger.Line, known: _Known, now: datetime) -> None:
    """The rows of one erasure, and its tombstone, committed together."""
    if line.kind == ErasureKind.SHOP:
        erasing.forget_shop(store=store, now=now)
    else:
        for data in _named(line, known):
            erasing.forget_buyer(store=store, data=data, now=now)
        dropping.forget_exports_of(store_id=store.pk, who=list(line.who))
    erasing.row_of(line, store, now).save(force_insert=True)


def _named(line: ledger.Line, known: _Known) -> Iterator[RedactionData]:
    """Whom the line means, of those who are here: one call for each customer or address."""
    orders = tuple(known.orders[each] for each in line.who if each in known.orders)
    customers = [known.customers[each] for each in line.who if each in known.customers]
    emails = [known.emails[each] for each in line.who if each in known.emails]
    for number in customers:
        yield RedactionData(customer_shopify_id=number, email="", order_shopify_ids=orders)
    for email in emails:
        yield RedactionData(customer_shopify_id=None, email=email, order_shopify_ids=orders)
    if orders and not (customers or emails):
        yield RedactionData(customer_shopify_id=None, email="", order_shopify_ids=orders)


def _known_of(store: Store, lines: Iterable[ledger.Line]) -> _Known:
    """Every buyer of the store by hash, of each key that the lines were made by."""
    known = _Known()
    keys = {line.key for line in lines if line.kind == ErasureKind.CUSTOMER}
    for key in sorted(keys):
        for number in _values(store, Customer, "shopify_id"):
            known.customers[ledger.digest(f"customer:{number}", key=key)] = number
        for number in _values(store, Order, "shopify_id"):
            known.orders[ledger.digest(f"order:{number}", key=key)] = number
        for model, column in _ADDRESSES:
            for address in _values(store, model, column):
                name = f"email:{address.strip().lower()}"
                known.emails[ledger.digest(name, key=key)] = address
    return known


def _values(store: Store, model: Any, column: str) -> Iterator[Any]:
    rows = model.objects.filter(store=store).exclude(**{column: None})
    values = rows.order_by().values_list(column, flat=True).distinct()
    return (value for value in values.iterator(chunk_size=AT_ONCE) if value)
