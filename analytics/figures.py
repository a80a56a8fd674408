"""What the pages of statistics, their CSV, the API and the mailed report read: all the same.

Each read is one statement, however many stores and days there are, for a period and the one it is
compared with at once. What each figure means: docs/figures.md.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from typing import Any, Final

from analytics.models import DailyStat, OrderDay, ProductDay, SourceDay, StoreDay
from common.db import replica


@dataclass(frozen=True, slots=True)
class Period:
    """Days from `since` to the day before `until`."""

    since: date
    until: date

    @property
    def days(self) -> int:
        return (self.until - self.since).days

    @property
    def last(self) -> date:
        return self.until - timedelta(days=1)

    def before(self) -> "Period":
        """As many days, just before."""
        return Period(self.since - timedelta(days=self.days), self.since)

    def year_before(self) -> "Period":
        """The same weekdays of the year before: 52 weeks back."""
        back = timedelta(weeks=52)
        return Period(self.since - back, self.until - back)


class By(StrEnum):
    """What figures are told apart by."""

    DAY = "day"
    STORE = "store"
    KIND = "kind"
    TEMPLATE = "template"
    VARIANT = "variant"
    LOCALE = "locale"
    CHANNEL = "channel"
    SOURCE = "source"
    CAMPAIGN = "campaign"
    PRODUCT = "product"


@dataclass(frozen=True, slots=True)
class Money:
    """Orders and their product revenue, in one currency."""

    orders: int = 0
    gross_minor: int = 0
    refund_minor: int = 0

    @property
    def net_minor(self) -> int:
        return self.gross_minor - self.refund_minor

    def __add__(self, other: "Money") -> "Money":
        return Money(
            self.orders + other.orders,
            self.gross_minor + other.gross_minor,
            self.refund_minor + other.refund_minor,
        )


Purse = Mapping[str, Money]  # by currency: sums of two currencies are never added up


@dataclass(frozen=True, slots=True)
class Figures:
    """Sums over some days. None of a rate: it has nothing to be a part of."""

    planned: int = 0
    sent: int = 0
    tracked: int = 0
    delivered: int = 0
    opened: int = 0
    clicked: int = 0
    opened_by_people: int = 0
    opened_by_machines: int = 0
    clicked_by_people: int = 0
    clicked_by_machines: int = 0
    bounced: int = 0
    complained: int = 0
    unsubscribed: int = 0
    failed: int = 0
    unknown: int = 0
    held: int = 0
    not_sent: int = 0
    units: int = 0  # pieces sold, of products only
    returned: int = 0
    credited: Purse = field(default_factory=dict)  # to messages of ours
    sold: Purse = field(default_factory=dict)  # all that the store sold

    def __add__(self, other: "Figures") -> "Figures":
        counts = {name: getattr(self, name) + getattr(other, name) for name in COUNTS}
        return Figures(
            **counts,
            credited=_together(self.credited, other.credited),
            sold=_together(self.sold, other.sold),
        )

    def __bool__(self) -> bool:
        return any(getattr(self, name) for name in COUNTS) or bool(self.credited or self.sold)

    def rate(self, name: str) -> float | None:
        """Which part of what could have come to it did: opens and clicks of what is tracked."""
        whole = self.tracked if name.startswith(("opened", "clicked")) else self.sent
        count: int = getattr(self, name)
        return count / whole if whole else None

    @property
    def orders(self) -> int:
        return sum(money.orders for money in self.sold.values())

    @property
    def orders_credited(self) -> int:
        return sum(money.orders for money in self.credited.values())


COUNTS: Final = tuple(
    each.name for each in fields(Figures) if each.name not in ("credited", "sold")
)
MESSAGE_COUNTS: Final = COUNTS[: COUNTS.index("units")]


NOTHING: Final = Figures()


def _both(one: Figures, other: Figures) -> Figures:
    """Most of what is added up has one side only."""
    if other is NOTHING:
        return one
    return other if one is NOTHING else one + other


@dataclass(frozen=True, slots=True)
class Compared:
    """The figures of a period beside those of another."""

    now: Figures = NOTHING
    before: Figures = NOTHING

    def __add__(self, other: "Compared") -> "Compared":
        return Compared(_both(self.now, other.now), _both(self.before, other.before))


@dataclass(frozen=True, slots=True)
class Wanted:
    """Whose figures, of when, and compared with when; perhaps of one kind only."""

    store_ids: frozenset[int]
    period: Period
    compared_with: Period | None = None
    kind: str = ""

    def __post_init__(self) -> None:
        if self.period.days < 1:
            raise ValueError("A period has at least one day.")


Key = Any  # what the figures are of: a day, a number of a row, a code, or a tuple of codes
_OF_MESSAGES: Final[Mapping[By, tuple[type[Any], tuple[str, ...]]]] = {
    By.DAY: (StoreDay, ("day",)),
    By.STORE: (StoreDay, ("store_id",)),
    By.KIND: (DailyStat, ("kind",)),
    By.TEMPLATE: (DailyStat, ("kind", "template_id")),
    By.VARIANT: (DailyStat, ("kind", "template_id", "variant_id")),
    By.LOCALE: (DailyStat, ("locale",)),
    By.CHANNEL: (DailyStat, ("channel",)),
}
_OF_ORDERS: Final[Mapping[By, tuple[type[Any], tuple[str, ...]]]] = {
    By.DAY: (OrderDay, ("day",)),
    By.STORE: (OrderDay, ("store_id",)),
    By.SOURCE: (SourceDay, ("source", "medium")),
    By.CAMPAIGN: (SourceDay, ("source", "medium", "campaign", "ref")),
    By.PRODUCT: (ProductDay, ("store_id", "product_shopify_id")),
}
LONG: Final = (By.SOURCE, By.CAMPAIGN, By.PRODUCT)
_MONEY: Final = ("orders_count", "gross_minor", "refund_minor")
_MESSAGE_SUMS: Final = (*(f"{name}_count" for name in MESSAGE_COUNTS), *_MONEY)


def figures_by(by: By, wanted: Wanted, *, most: int | None = None) -> dict[Key, Compared]:
    """Of each day, store, kind …: one statement, and one for what was sold where that is known.

    With a kind, only its messages: what a store sold is of no kind. Of sources, campaigns and
    products only the `most` that sold most.
    """
    found = _messages_by(by, wanted) if by in _OF_MESSAGES else {}
    if by in _OF_ORDERS and not wanted.kind:
        for key, compared in _orders_by(by, wanted, most).items():
            found[key] = found.get(key, Compared()) + compared
    return found


def total(found: Iterable[Compared]) -> Compared:
    """All together."""
    return sum(found, Compared())


def _messages_by(by: By, wanted: Wanted) -> dict[Key, Compared]:
    model, columns = _OF_MESSAGES[by]
    table = (DailyStat if wanted.kind else model)._meta.db_table
    found: dict[Key, Compared] = {}
    for when, row in _read(_Statement(table, columns, _MESSAGE_SUMS, bool(wanted.kind)), wanted):
        counts = {name: row[f"{name}_count"] for name in MESSAGE_COUNTS}
        figures = Figures(**counts, credited=_purse(row))
        _add(found, _key(row, columns), when, figures)
    return found


def _add(found: dict[Key, Compared], key: Key, when: str, figures: Figures) -> None:
    one = Compared(now=figures) if when == "now" else Compared(before=figures)
    found[key] = found[key] + one if key in found else one


def _orders_by(by: By, wanted: Wanted, most: int | None) -> dict[Key, Compared]:
    model, columns = _OF_ORDERS[by]
    pieces = ("units_count", "returned_count") if model is ProductDay else ()
    statement = _Statement(model._meta.db_table, columns, (*_MONEY, *pieces), is_long=by in LONG)
    found: dict[Key, Compared] = {}
    for when, row in _read(statement, wanted, most):
        counts = {name.removesuffix("_count"): row[name] for name in pieces}
        _add(found, _key(row, columns), when, Figures(**counts, sold=_purse(row)))
    return found


@dataclass(frozen=True, slots=True)
class _Statement:
    """Sums by some columns and the currency: written in SQL, for Django's takes longer to write
    than the database takes to answer."""

    table: str
    columns: tuple[str, ...]
    sums: tuple[str, ...]
    is_of_kind: bool = False
    is_long: bool = False


@cache
def _text(statement: _Statement) -> str:
    """All names are ours: of tables and columns. What is asked for goes in as parameters."""
    by = [*statement.columns, "currency"]
    parts = [
        "SELECT",
        ", ".join([*by, "day >= %(since)s AND day < %(until)s AS is_now"]),
        *(f", sum({name})::bigint AS {name}" for name in statement.sums),
        "FROM",
        statement.table,
        "WHERE store_id = ANY (%(store_ids)s) AND day >= %(first)s AND day < %(end)s",
        "AND ((day >= %(since)s AND day < %(until)s)",
        "OR (day >= %(then_since)s AND day < %(then_until)s))",
        "AND kind = %(kind)s" if statement.is_of_kind else "",
        _first_of(statement) if statement.is_long else "",
        "GROUP BY",
        ", ".join([*by, "is_now"]),
    ]
    return " ".join(filter(None, parts))


def _first_of(statement: _Statement) -> str:
    """Only what sold most now: there may be ten thousands, whom nobody reads."""
    columns = ", ".join(statement.columns)
    parts = [
        f"AND ({columns}) IN",
        "(SELECT",
        columns,
        "FROM",
        statement.table,
        "WHERE store_id = ANY (%(store_ids)s) AND day >= %(since)s AND day < %(until)s",
        f"GROUP BY {columns} ORDER BY sum(gross_minor) DESC, {columns} LIMIT %(most)s)",
    ]
    return " ".join(parts)


def _read(
    statement: _Statement, wanted: Wanted, most: int | None = None
) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each sum, and whether it is of now or before. Where both share days: two statements."""
    now, then = wanted.period, wanted.compared_with
    if then and then.since < now.until and now.since < then.until:
        yield from _read(statement, replace(wanted, compared_with=None), most)
        earlier = replace(wanted, period=then, compared_with=None)
        yield from (("before", row) for _now, row in _read(statement, earlier, most))
        return
    then = then or Period(now.since, now.since)  # no day
    asked: dict[str, Any] = {
        "store_ids": sorted(wanted.store_ids),
        "since": now.since,
        "until": now.until,
        "then_since": then.since,
        "then_until": then.until,
        # For the index, which knows no OR.
        "first": min(now.since, then.since),
        "end": max(now.until, then.until),
        "kind": wanted.kind,
        "most": most,
    }
    with replica.reading().cursor() as cursor:
        cursor.execute(_text(statement), asked)
        names = [column.name for column in cursor.description]
        rows = cursor.fetchall()
    for values in rows:
        row = dict(zip(names, values, strict=True))
        yield ("now" if row["is_now"] else "before"), row


def _key(row: Mapping[str, Any], columns: tuple[str, ...]) -> Key:
    return row[columns[0]] if len(columns) == 1 else tuple(row[name] for name in columns)


def _purse(row: Mapping[str, Any]) -> Purse:
    money = Money(*(row[name] for name in _MONEY))
    return {row["currency"]: money} if money != Money() else {}


def _together(one: Purse, other: Purse) -> Purse:
    if not (one and other):
        return one or other
    return {
        currency: one.get(currency, Money()) + other.get(currency, Money())
        for currency in sorted(one.keys() | other.keys())
    }
