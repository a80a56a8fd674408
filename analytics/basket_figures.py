"""What became of baskets: how many were left, reminded of and bought after all, and why not.

# Note [One cohort]
All figures of a period are about the same baskets: those begun in it, by the store's days, whatever
became of them since. So each figure is a part of the one before, and yesterday's still grow. Money
is what tracking/attribution credits by its model `recovered`: the order came from the very basket
that was reminded of, within the store's window, to the last reminder before it; refunds are taken
off when they come. See docs/attribution.md.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from analytics.figures import Money, Purse
from common.db import replica
from messaging.basket_listing import LEFT_AFTER
from stores.middleware import zone
from stores.models import Store

_COHORT: Final = """
    WITH wanted AS (
        SELECT * FROM unnest(%(stores)s::bigint[], %(begins)s::timestamptz[],
                             %(ends)s::timestamptz[]) AS one(store_id, since, until)
    ), basket AS (
        SELECT found.id, found.store_id, found.token, found.completed_at, found.changed_at
          FROM wanted JOIN orders_checkout AS found
            ON found.store_id = wanted.store_id AND found.started_at >= wanted.since
           AND found.started_at < wanted.until
    ), said AS (
        SELECT basket.id AS basket_id, basket.store_id, step.number AS step, message.*
          FROM basket
         CROSS JOIN LATERAL (VALUES (1, 'checkout:' || basket.id),
                                    (2, 'checkout:' || basket.id || ':2'),
                                    (3, 'checkout:' || basket.id || ':3')) AS step(number, about)
          JOIN LATERAL (
            SELECT id, variant_id, opened_by_person_at, clicked_by_person_at
              FROM messaging_message
             WHERE store_id = basket.store_id AND order_id IS NULL
               AND kind = 'ABANDONED_CHECKOUT' AND about = step.about AND state = 'SENT'
          ) AS message ON TRUE
    )
"""
_BASKETS: Final = """
    SELECT basket.store_id, COUNT(*) AS begun,
           COUNT(*) FILTER (WHERE seen.is_reminded OR (basket.completed_at IS NULL
               AND NOT seen.is_bought AND basket.changed_at < %(quiet)s)) AS left_count,
           COUNT(*) FILTER (WHERE seen.is_reminded) AS reminded
      FROM basket
     CROSS JOIN LATERAL (
        SELECT EXISTS (SELECT 1 FROM said WHERE said.basket_id = basket.id) AS is_reminded,
               EXISTS (SELECT 1 FROM orders_order AS bought
                        WHERE bought.store_id = basket.store_id AND basket.token <> ''
                          AND bought.checkout_token = basket.token) AS is_bought) AS seen
     GROUP BY basket.store_id
"""
_STEPS: Final = """
    SELECT said.step, COALESCE(variant.label, 'A') AS label, COUNT(*) AS sent,
           COUNT(said.opened_by_person_at) AS opened,
           COUNT(said.clicked_by_person_at) AS clicked
      FROM said LEFT JOIN templates_app_variant AS variant ON variant.id = said.variant_id
     GROUP BY 1, 2 ORDER BY 1, 2
"""
_MONEY: Final = """
    SELECT said.step, COALESCE(variant.label, 'A') AS label, credit.currency,
           COUNT(*) AS orders, SUM(credit.gross_minor) AS gross,
           SUM(credit.refund_minor + credit.late_refund_minor) AS refunds
      FROM said
      JOIN tracking_attribution AS credit
        ON credit.store_id = said.store_id AND credit.message_id = said.id
       AND credit.model = 'recovered' AND credit.orders_count > 0
      LEFT JOIN templates_app_variant AS variant ON variant.id = said.variant_id
     GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
"""
_REASONS: Final = """
    SELECT answer.reason, answer.own_words, COUNT(*) AS count
      FROM basket JOIN messaging_basketanswer AS answer
        ON answer.store_id = basket.store_id AND answer.checkout_id = basket.id
     GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2
"""


@dataclass(slots=True)
class StepFigures:
    """One reminder, or one wording of it. `recovered`: orders and money by currency."""

    number: int
    label: str = ""  # of the wording; "": of all together
    sent: int = 0
    opened: int = 0
    clicked: int = 0
    recovered: dict[str, Money] = field(default_factory=dict)

    @property
    def orders(self) -> int:
        return sum(money.orders for money in self.recovered.values())

    def count(self, row: Mapping[str, Any]) -> None:
        self.sent += row["sent"]
        self.opened += row["opened"]
        self.clicked += row["clicked"]

    def earn(self, row: Mapping[str, Any]) -> None:
        money = Money(row["orders"], int(row["gross"]), int(row["refunds"]))
        held = self.recovered.get(row["currency"], Money())
        self.recovered[row["currency"]] = held + money


@dataclass(frozen=True, slots=True)
class ReasonCount:
    """How many buyers gave a reason; `words` are those of a store's own."""

    reason: str
    words: str
    count: int


@dataclass(frozen=True, slots=True)
class BasketFigures:
    """Of all baskets begun in a period. See Note [One cohort]."""

    begun: int
    left: int
    reminded: int
    steps: Sequence[StepFigures]
    wordings: Sequence[StepFigures]  # the same, by the wording of the mail
    reasons: Sequence[ReasonCount]

    @property
    def recovered(self) -> int:
        return sum(step.orders for step in self.steps)

    @property
    def purse(self) -> Purse:
        found: dict[str, Money] = defaultdict(Money)
        for step in self.steps:
            for currency, money in step.recovered.items():
                found[currency] += money
        return dict(found)

    @property
    def answered(self) -> int:
        return sum(reason.count for reason in self.reasons)


def basket_figures(
    *, stores: Iterable[Store], since: date, last: date, now: datetime
) -> BasketFigures:
    """Of the baskets begun from the first day to the last, in each store's own days.

    Four queries.
    """
    named = list(stores)
    told = {
        "stores": [store.pk for store in named],
        "begins": [_midnight(store, since) for store in named],
        "ends": [_midnight(store, last + timedelta(days=1)) for store in named],
        "quiet": now - LEFT_AFTER,
    }
    sums, steps, money = (_rows(sql, told) for sql in (_BASKETS, _STEPS, _MONEY))
    reasons = (
        ReasonCount(row["reason"], row["own_words"], row["count"]) for row in _rows(_REASONS, told)
    )
    return BasketFigures(
        begun=sum(row["begun"] for row in sums),
        left=sum(row["left_count"] for row in sums),
        reminded=sum(row["reminded"] for row in sums),
        steps=_added(steps, money, by_label=False),
        wordings=_added(steps, money, by_label=True),
        reasons=list(reasons),
    )


def _added(
    steps: Iterable[Mapping[str, Any]], money: Iterable[Mapping[str, Any]], *, by_label: bool
) -> list[StepFigures]:
    found: dict[tuple[int, str], StepFigures] = {}
    for row in steps:
        _at(found, row, by_label=by_label).count(row)
    for row in money:
        _at(found, row, by_label=by_label).earn(row)
    return [found[key] for key in sorted(found)]


def _at(
    found: dict[tuple[int, str], StepFigures], row: Mapping[str, Any], *, by_label: bool
) -> StepFigures:
    key = row["step"], row["label"] if by_label else ""
    return found.setdefault(key, StepFigures(*key))


def _midnight(store: Store, day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=zone(store.timezone))


def _rows(sql: str, told: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What a statement says of the cohort."""
    with replica.reading().cursor() as cursor:
        cursor.execute(_COHORT + sql, told)
        names = [column.name for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
