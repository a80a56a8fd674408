"""A month of made-up facts of all kinds, and its figures counted in plain Python: the oracle.

What the facts say is written here once more, apart from the statements that fold them.
"""

import itertools
import json
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from orders.models import Activity
from stores.models import Store

SINCE: Final = date(2026, 3, 1)  # a month in which clocks go forward
UNTIL: Final = date(2026, 4, 1)
BEGIN: Final = datetime(2026, 2, 27, tzinfo=UTC)
HOURS: Final = 34 * 24
_numbers = itertools.count(1)

Cell = tuple[Any, ...]
Sums = dict[str, int]


@dataclass(frozen=True, slots=True)
class Told:
    """One fact, and what it adds: (table, key without the store, figures)."""

    activity: Activity
    adds: list[tuple[str, Cell, Sums]]


@dataclass(frozen=True, slots=True)
class Wording:
    kind: str
    channel: str
    locale: str
    revision: int | None
    template: int | None
    variant: int | None


class Month:
    """Facts of one store, in the order in which they are heard."""

    def __init__(self, store: Store, wordings: list[Wording], chance: random.Random) -> None:
        self.store, self.wordings, self.chance = store, wordings, chance
        self.zone = ZoneInfo(store.timezone)

    def facts(self, orders: int) -> list[Told]:
        told = [each for _ in range(orders) for each in self._order()]
        self.chance.shuffle(told)  # heard late, early, and in any order
        return told

    def _order(self) -> Iterator[Told]:
        at = self._moment()
        products = {
            str(self.chance.choice([0, 11, 12, 13])): [
                self.chance.randint(1, 4),
                self.chance.randint(100, 9_999),
            ]
            for _ in range(self.chance.randint(1, 3))
        }
        sold = self._sums(products)
        if self.chance.random() < 0.03:
            yield self._fact("ORDER_PLACED", at, {**sold, "is_test": True})
            return
        yield self._money("ORDER_PLACED", at, sold)
        yield from self._changed(at, products)
        for _ in range(self.chance.randint(1, 3)):
            yield from self._message(at)
        yield from self._sourced(at, sold)
        if self.chance.random() < 0.1:
            is_given = self.chance.random() < 0.5
            data = {"purpose": "MARKETING", "is_given": is_given}
            gone = self._later(at)
            adds = [] if is_given else [("DailyStat", self._cell(gone), {"unsubscribed_count": 1})]
            yield self._fact("CONSENT_CHANGED", gone, data, adds)

    def _changed(self, at: datetime, products: dict[str, list[int]]) -> Iterator[Told]:
        if self.chance.random() < 0.2:
            edit = self._sums({"11": [1, 500]}) | {"corrects": "order:1:placed"}
            yield self._money("ORDER_EDITED", self._later(at), edit)
        if self.chance.random() < 0.1:
            yield self._fact("ORDER_EDITED", self._later(at), {"added": 1})
        if self.chance.random() < 0.3:
            back = {product: [1, minor // units] for product, (units, minor) in products.items()}
            yield self._money("ORDER_REFUNDED", self._later(at), self._sums(back))
            if self.chance.random() < 0.3:
                less = {product: [0, -7] for product in products}
                undone = self._sums(less) | {"corrects": "refund:1"}
                yield self._money("ORDER_REFUNDED", self._later(at), undone)
        if self.chance.random() < 0.1:
            yield self._money("ORDER_CANCELLED", self._later(at), self._sums(products))

    def _message(self, placed_at: datetime) -> Iterator[Told]:
        wording = self.chance.choice(self.wordings)
        planned = self._later(placed_at, hours=2)
        bare = {"kind": wording.kind, "channel": wording.channel, "locale": wording.locale}
        yield self._of("MESSAGE_PLANNED", planned, bare, planned, planned_count=1)
        fate = self.chance.random()
        if fate < 0.15:
            name, column = self.chance.choice(
                [
                    ("MESSAGE_FAILED", "failed_count"),
                    ("MESSAGE_HELD", "held_count"),
                    ("MESSAGE_NOT_SENT", "not_sent_count"),
                    ("MESSAGE_UNKNOWN", "unknown_count"),
                ]
            )
            yield self._of(name, planned, bare, planned, **{column: 1})
            return
        sent_at = self._later(planned, hours=1)
        about: dict[str, Any] = bare | {"sent_at": sent_at.isoformat()}
        about |= {"revision": wording.revision} if wording.revision else {}
        about |= {"variant": wording.variant} if wording.variant else {}
        tracked = self.chance.choice([None, "INDIVIDUAL", "AGGREGATE", "OFF"])
        said = about | ({"tracked": tracked} if tracked else {})
        yield self._of(
            "MESSAGE_SENT", sent_at, said, sent_at, sent_count=1, tracked_count=tracked != "OFF"
        )
        if self.chance.random() < 0.8:
            yield self._of("MESSAGE_DELIVERED", None, about, sent_at, delivered_count=1)
        for name, column, odds in (
            ("MESSAGE_OPENED", "opened_count", 0.6),
            ("MESSAGE_CLICKED", "clicked_count", 0.3),
            ("MESSAGE_BOUNCED", "bounced_count", 0.1),
            ("MESSAGE_COMPLAINED", "complained_count", 0.05),
        ):
            if self.chance.random() < odds:
                yield self._of(name, None, about, sent_at, **{column: 1})
        if tracked == "AGGREGATE":
            yield self._cell_of_hits(wording, sent_at)
        elif self.chance.random() < 0.6:
            yield from self._verdicts(about, sent_at)
        if self.chance.random() < 0.3:
            yield from self._credit(wording, about, placed_at)

    def _verdicts(self, about: dict[str, Any], sent_at: datetime) -> Iterator[Told]:
        names = ("open", "click", "machine_open", "machine_click")
        seen = [(who, did) for who in ("people", "machines") for did in ("opened", "clicked")]
        columns = [f"{did}_by_{who}" for who, did in seen]
        signs = [self.chance.randint(0, 1) for _ in names]
        rounds = [signs] + ([[-one for one in signs]] if self.chance.random() < 0.3 else [])
        for each in rounds:
            data = about | dict(zip(names, each, strict=True)) | {"version": 2}
            figures = {f"{n}_count": one for n, one in zip(columns, each, strict=True)}
            yield self._of("MESSAGE_JUDGED", None, data, sent_at, **figures)

    def _cell_of_hits(self, wording: Wording, sent_at: datetime) -> Told:
        day = sent_at.astimezone(UTC).date()
        cell = {
            "kind": wording.kind,
            "channel": wording.channel,
            "locale": wording.locale,
            "revision": wording.revision,
            "variant": wording.variant,
            "experiment": None,
            "day": day.isoformat(),
        }
        data = {"cell": cell, "open": 3, "click": 1, "machine_open": 2, "machine_click": 0}
        figures = {
            "opened_by_people_count": 3,
            "clicked_by_people_count": 1,
            "opened_by_machines_count": 2,
        }
        key = self._key(day, wording)
        at = self._later(sent_at, hours=20)
        return self._fact("MESSAGE_JUDGED", at, data, [("DailyStat", key, figures)])

    def _credit(
        self, wording: Wording, about: dict[str, Any], placed_at: datetime
    ) -> Iterator[Told]:
        gross = self.chance.randint(100, 5_000)
        for sign in (1, -1) if self.chance.random() < 0.2 else (1,):
            moved = {"orders": sign, "gross_minor": sign * gross, "refund_minor": 0}
            key = self._key(self._day(placed_at), wording)
            figures = {"orders_count": sign, "gross_minor": sign * gross}
            data = about | moved | {"model": "nh_last", "currency": "NOK"}
            yield self._fact("ORDER_ATTRIBUTED", placed_at, data, [("DailyStat", key, figures)])
            yield self._fact("ORDER_ATTRIBUTED", placed_at, data | {"model": "nh_first"})

    def _sourced(self, placed_at: datetime, sold: dict[str, Any]) -> Iterator[Told]:
        source, ref = self.chance.choice([("", ""), ("google", ""), ("notifyhub", "nh-abcdefghij")])
        data = {
            "model": "source",
            "source": source,
            "medium": "email" if ref else "",
            "campaign": "",
            "ref": ref,
            "orders": 1,
            "gross_minor": sold["product_minor"],
            "refund_minor": 0,
            "currency": "NOK",
        }
        key = (self._day(placed_at), source, data["medium"], "", "nh" if ref else "", "NOK")
        figures = {"orders_count": 1, "gross_minor": sold["product_minor"]}
        yield self._fact("ORDER_ATTRIBUTED", placed_at, data, [("SourceDay", key, figures)])

    def _money(self, kind: str, at: datetime, data: dict[str, Any]) -> Told:
        day, is_sold = self._day(at), kind in ("ORDER_PLACED", "ORDER_EDITED")
        sums = ("gross_minor", "total_minor") if is_sold else ("refund_minor", "refund_total_minor")
        figures = {sums[0]: data["product_minor"], sums[1]: data["total_minor"]}
        counted = {
            "ORDER_PLACED": "orders_count",
            "ORDER_REFUNDED": "refunds_count",
            "ORDER_CANCELLED": "cancelled_count",
        }.get(kind)
        if counted and "corrects" not in data:
            figures[counted] = 1
        adds: list[tuple[str, Cell, Sums]] = [("OrderDay", (day, "NOK"), figures)]
        for product, (units, minor) in data["products"].items():
            pieces = "units_count" if is_sold else "returned_count"
            of_product = {pieces: units, sums[0]: minor, "orders_count": kind == "ORDER_PLACED"}
            adds.append(("ProductDay", (day, int(product), "NOK"), of_product))
        return self._fact(kind, at, data, adds)

    def _sums(self, products: dict[str, list[int]]) -> dict[str, Any]:
        minor = sum(sums[1] for sums in products.values())
        return {
            "product_minor": minor,
            "total_minor": minor + 4_900,
            "currency": "NOK",
            "products": products,
        }

    def _of(
        self,
        kind: str,
        at: datetime | None,
        about: dict[str, Any],
        dated: datetime,
        **figures: int,
    ) -> Told:
        wording = Wording(
            about["kind"],
            about["channel"],
            about["locale"],
            about.get("revision"),
            self._template_of(about.get("revision")),
            about.get("variant"),
        )
        adds = [("DailyStat", self._key(self._day(dated), wording), figures)]
        return self._fact(kind, at or self._later(dated), about, adds)

    def _template_of(self, revision: int | None) -> int | None:
        return next((each.template for each in self.wordings if each.revision == revision), None)

    def _key(self, day: date, wording: Wording) -> Cell:
        return (
            day,
            wording.kind,
            wording.channel,
            wording.template,
            wording.variant,
            wording.locale,
            "NOK",
        )

    def _cell(self, at: datetime) -> Cell:
        return (self._day(at), "", "", None, None, "", "NOK")

    def _fact(
        self,
        kind: str,
        at: datetime,
        data: dict[str, Any],
        adds: list[tuple[str, Cell, Sums]] | None = None,
    ) -> Told:
        data = json.loads(json.dumps(data))
        key = f"month:{next(_numbers)}"
        activity = Activity(store=self.store, kind=kind, at=at, data=data, key=key)
        return Told(activity, adds or [])

    def _moment(self) -> datetime:
        """Often just about midnight of the store, where a day begins."""
        hour = self.chance.randrange(HOURS)
        return BEGIN + timedelta(hours=hour, minutes=self.chance.choice([0, 29, 30, 59]))

    def _later(self, at: datetime, hours: int = 400) -> datetime:
        return at + timedelta(minutes=self.chance.randrange(1, hours * 60))

    def _day(self, at: datetime) -> date:
        return at.astimezone(self.zone).date()


def expected(told: list[Told]) -> dict[str, dict[Cell, Counter[str]]]:
    """The figures of the month, by table and key."""
    found: dict[str, dict[Cell, Counter[str]]] = {}
    for each in told:
        for table, key, figures in each.adds:
            if SINCE <= key[0] < UNTIL:
                found.setdefault(table, {}).setdefault(key, Counter()).update(figures)
                if table == "DailyStat":
                    of_store = found.setdefault("StoreDay", {})
                    of_store.setdefault((key[0], key[-1]), Counter()).update(figures)
    return {
        table: {
            key: Counter({name: int(n) for name, n in sums.items() if n})
            for key, sums in cells.items()
            if any(sums.values())
        }
        for table, cells in found.items()
    }
