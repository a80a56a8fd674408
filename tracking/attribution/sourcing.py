"""Tells the feed what each order earned by the source it came from, in sums that add up.

# Note [Sources by sums]
Roll-ups add up the feed, and a replay must find what they found; but where an order came from may
be known only days later. So what stands in the feed of an order's sums is set against what was told
of them by source: the difference is told, to the source that is known now and back from the one
that was. Told again, nothing differs. See Note [Sums are told once] in orders/worth.py.
"""

from typing import Final

from django.db import connection

from orders.models import Order
from tracking.models.attribution import OrderSource

# One statement, for every order of every store comes here. `of` is the key of the sum it is told
# of, at whose time it counts; numbers count on, so that a key is never used twice.
_TELL: Final = """
WITH known AS (
  SELECT key, kind, at, data FROM orders_activity
  WHERE store_id = %(store_id)s AND order_id = %(order_id)s AND kind = ANY (%(kinds)s)
), earned AS (
  SELECT key AS of, at, data->>'currency' AS currency, (kind = 'ORDER_PLACED')::int AS orders,
    CASE WHEN kind IN ('ORDER_PLACED', 'ORDER_EDITED')
      THEN (data->>'product_minor')::bigint ELSE 0 END AS gross,
    CASE WHEN kind IN ('ORDER_REFUNDED', 'ORDER_CANCELLED')
      THEN (data->>'product_minor')::bigint ELSE 0 END AS refund
  FROM known WHERE data ? 'product_minor' AND NOT data ? 'is_test'
), told AS (
  SELECT data->>'of' AS of, data->>'source' AS source, data->>'medium' AS medium,
    data->>'campaign' AS campaign, data->>'ref' AS ref, (data->>'orders')::int AS orders,
    (data->>'gross_minor')::bigint AS gross, (data->>'refund_minor')::bigint AS refund
  FROM known WHERE kind = 'ORDER_ATTRIBUTED' AND data->>'model' = 'source'
), change AS (
  SELECT of, %(source)s AS source, %(medium)s AS medium, %(campaign)s AS campaign,
    %(ref)s AS ref, orders, gross, refund
  FROM earned
  UNION ALL
  SELECT of, source, medium, campaign, ref, -orders, -gross, -refund
  FROM told WHERE of IN (SELECT of FROM earned)
), due AS (
  SELECT of, source, medium, campaign, ref, sum(orders) AS orders, sum(gross) AS gross,
    sum(refund) AS refund
  FROM change GROUP BY of, source, medium, campaign, ref
  HAVING sum(orders) <> 0 OR sum(gross) <> 0 OR sum(refund) <> 0
)
INSERT INTO orders_activity (store_id, order_id, kind, at, data, actor, key)
SELECT %(store_id)s, %(order_id)s, 'ORDER_ATTRIBUTED', earned.at,
  jsonb_build_object('model', 'source', 'of', due.of, 'source', due.source, 'medium', due.medium,
    'campaign', due.campaign, 'ref', due.ref, 'orders', due.orders, 'gross_minor', due.gross,
    'refund_minor', due.refund, 'currency', earned.currency),
  '',
  'source:' || due.of || ':' || (SELECT count(*) FROM told WHERE told.of = due.of)
    + row_number() OVER (PARTITION BY due.of ORDER BY due.orders, due.gross, due.source)
FROM due JOIN earned ON earned.of = due.of
"""
_KINDS: Final = (
    "ORDER_PLACED",
    "ORDER_EDITED",
    "ORDER_REFUNDED",
    "ORDER_CANCELLED",
    "ORDER_ATTRIBUTED",
)
LONGEST: Final = 100


def tell_source(*, order: Order, source: OrderSource) -> int:
    """Tell what differs; how many facts that took. One statement. The caller locked the order."""
    names = ("source", "medium", "campaign", "ref")
    asked = {name: getattr(source, name)[:LONGEST] for name in names}
    asked |= {"store_id": order.store_id, "order_id": order.pk, "kinds": list(_KINDS)}
    with connection.cursor() as cursor:
        cursor.execute(_TELL, asked)
        return int(cursor.rowcount)
