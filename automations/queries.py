"""Reads larger than a queryset method."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

import orjson
from django.db import connection
from django.db.models import Q, QuerySet

from automations.data import FeedFact
from automations.models import Rule, RuleRun
from automations.models.rule import RuleQuerySet
from automations.models.run import RunQuerySet
from orders.models import Order
from shipping.risk import USUAL_HOURS
from stores.access import Actor
from stores.models import Store

# Which of its customer's orders each is; guests' orders stand alone, tests count for nothing.
_NUMBERS: Final = """
SELECT bought.id, (
  SELECT count(*) FROM orders_order AS earlier
  WHERE earlier.store_id = bought.store_id AND earlier.customer_id = bought.customer_id
    AND NOT earlier.is_test
    AND (earlier.placed_at, earlier.id) <= (bought.placed_at, bought.id)
)
FROM orders_order AS bought
WHERE bought.id = ANY (%s) AND bought.customer_id IS NOT NULL AND bought.placed_at IS NOT NULL
"""
_FACTS: Final = """
SELECT id, order_id, message_id, kind, at, recorded_at, data, key, xid::text::bigint
FROM orders_activity
WHERE store_id = %(store)s
  AND (xid, id) > (%(xid)s::text::xid8, %(last_id)s)
  AND xid < pg_snapshot_xmin(pg_current_snapshot())
ORDER BY xid, id
LIMIT %(limit)s
"""
# Stores in which a rule is on, and whose feed goes on behind their place: a look into the index.
_BEHIND: Final = """
SELECT feed.store_id FROM automations_rulefeed AS feed
JOIN stores_store AS store ON store.id = feed.store_id
WHERE store.state <> 'UNINSTALLED' AND EXISTS (
  SELECT 1 FROM automations_rule AS rule
  WHERE rule.agency_id = store.agency_id AND rule.state = 'ON'
    AND (rule.store_id IS NULL OR rule.store_id = store.id)
) AND EXISTS (
  SELECT 1 FROM orders_activity AS fact
  WHERE fact.store_id = feed.store_id
    AND (fact.xid, fact.id) > (feed.cursor_xid::text::xid8, feed.cursor_id)
    AND fact.xid < pg_snapshot_xmin(pg_current_snapshot())
    AND (%(before)s::timestamptz IS NULL OR fact.recorded_at <= %(before)s)
)
ORDER BY feed.store_id
"""
# A store that was connected after a rule for all stores was switched on.
_MISSING: Final = """
INSERT INTO automations_rulefeed (store_id, cursor_xid, cursor_id)
SELECT store.id, 0, 0 FROM stores_store AS store
WHERE NOT EXISTS (SELECT 1 FROM automations_rulefeed AS feed WHERE feed.store_id = store.id)
  AND EXISTS (
    SELECT 1 FROM automations_rule AS rule
    WHERE rule.agency_id = store.agency_id AND rule.state = 'ON' AND rule.store_id IS NULL
  )
ON CONFLICT (store_id) DO NOTHING
"""

_PLACED: Final = """
SELECT id, customer_id FROM orders_order
WHERE store_id = %(store)s AND placed_at BETWEEN %(since)s AND %(until)s AND archived_at IS NULL
  AND id > %(after)s
ORDER BY id
LIMIT %(limit)s
"""
# What rules write themselves breaks no silence. Each order's last word is one look into `timeline`.
_SILENT: Final = """
SELECT bought.id, bought.customer_id, last.at
FROM orders_order AS bought
CROSS JOIN LATERAL (
  SELECT fact.at FROM orders_activity AS fact
  WHERE fact.store_id = bought.store_id AND fact.order_id = bought.id
    AND NOT fact.data ? 'rule_run'
  ORDER BY fact.at DESC, fact.id DESC
  LIMIT 1
) AS last
WHERE bought.store_id = %(store)s AND bought.archived_at IS NULL
  AND bought.stage IN ('PAYMENT', 'FULFILMENT', 'FOLLOW_UP')
  AND last.at > %(since)s AND last.at <= %(until)s
  AND bought.id > %(after)s
ORDER BY bought.id
LIMIT %(limit)s
"""
# As shipping/risk.py finds them, since the rule looks; those that left are at no risk.
_AT_RISK: Final = """
SELECT bought.id, bought.customer_id, promise.version
FROM shipping_promise AS promise
JOIN orders_order AS bought ON bought.id = promise.order_id
LEFT JOIN shipping_deliverysettings AS said ON said.store_id = promise.store_id
WHERE promise.store_id = %(store)s AND promise.is_current AND promise.shipped_at IS NULL
  AND promise.ships_by <= %(now)s + make_interval(hours => coalesce(said.risk_hours, %(hours)s))
  AND promise.ships_by > %(since)s + make_interval(hours => coalesce(said.risk_hours, %(hours)s))
  AND bought.archived_at IS NULL AND bought.cancelled_at IS NULL
  AND bought.id > %(after)s
ORDER BY bought.id
LIMIT %(limit)s
"""


def orders_placed(
    store_id: int, *, since: datetime, until: datetime, after: int, limit: int
) -> list[tuple[int, int | None]]:
    """Order and customer, of what was placed between two times, by number. One query."""
    return _rows(_PLACED, store_id, since=since, until=until, after=after, limit=limit)


def orders_silent(
    store_id: int, *, since: datetime, until: datetime, after: int, limit: int
) -> list[tuple[int, int | None, datetime]]:
    """Open orders whose last word fell between two times, with that time. One query."""
    return _rows(_SILENT, store_id, since=since, until=until, after=after, limit=limit)


def orders_at_risk(
    store_id: int, *, now: datetime, since: datetime, after: int, limit: int
) -> list[tuple[int, int | None, int]]:
    """Orders that came to be at risk between two times, with their promise. One query."""
    asked = {"now": now, "since": since, "after": after, "limit": limit}
    return _rows(_AT_RISK, store_id, **asked, hours=USUAL_HOURS)


def _rows(statement: str, store_id: int, **asked: Any) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(statement, {"store": store_id, **asked})
        found: list[Any] = cursor.fetchall()
        return found


def facts_after(store_id: int, *, xid: int, last_id: int, limit: int) -> list[FeedFact]:
    """What is complete of a store's feed after a place, oldest first. One query."""
    asked = {"store": store_id, "xid": xid, "last_id": last_id, "limit": limit}
    with connection.cursor() as cursor:
        cursor.execute(_FACTS, asked)
        return [_fact(*columns) for columns in cursor.fetchall()]


def stores_behind(*, before: datetime | None = None) -> list[int]:
    """Whose rules have something to read, or have had since before that time. Wants every store."""
    with connection.cursor() as cursor:
        cursor.execute(_MISSING)
        cursor.execute(_BEHIND, {"before": before})
        return [pk for (pk,) in cursor.fetchall()]


def numbers_of_orders(order_ids: Sequence[int]) -> dict[int, int]:
    """1 for a customer's first order, 2 for the next. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_NUMBERS, [list(order_ids)])
        return dict(cursor.fetchall())


def _fact(pk: int, order_id: int | None, message_id: int | None, kind: str, *rest: Any) -> FeedFact:
    at, recorded_at, data, key, xid = rest
    said = orjson.loads(data) if isinstance(data, str | bytes) else data
    return FeedFact(pk, order_id, message_id, kind, at, recorded_at, said, key, xid)


def rules_within_reach(actor: Actor) -> RuleQuerySet:
    """The agency's rules that hold for stores the actor sees; removed ones are gone.

    What holds for all stores is shown to everybody in it: it is why their orders are tagged.
    """
    rows = Rule.objects.standing().filter(agency_id=actor.agency_id)
    return rows.filter(Q(store=None) | Q(store_id__in=actor.store_ids))


def may_change(actor: Actor, store: Store | None) -> bool:
    """A rule of all stores is changed by who sees all of them; and by no test key."""
    if store is None:
        return actor.has_all_stores and not actor.is_test
    return store.pk in actor.store_ids


def runs_within_reach(actor: Actor) -> RunQuerySet:
    """What rules did in the stores the actor sees."""
    return RuleRun.objects.filter(store_id__in=actor.store_ids)


def runs_of_order(order: Order) -> "QuerySet[RuleRun]":
    """What rules did with an order, newest first (index rule_runs_of_order)."""
    rows = RuleRun.objects.filter(order=order).select_related("rule")
    return rows.order_by("-created_at", "-id")
