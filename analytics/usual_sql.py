"""What buyers of some stores usually do next: read once, when a test is planned."""

# Of at most so many of each store's orders whose days are over: how many buyers bought again
# within the days that count, and what they spent (product value, capped).
BOUGHT_AGAIN = """
SELECT count(*), count(*) FILTER (WHERE again.orders_count > 0),
  coalesce(sum(again.orders_count), 0),
  coalesce(sum(again.spent), 0), coalesce(sum(again.spent * again.spent), 0)
FROM unnest(%(stores)s::bigint[]) AS store(id)
CROSS JOIN LATERAL (
  SELECT placed.id, placed.customer_id, placed.placed_at
  FROM orders_order AS placed
  WHERE placed.store_id = store.id AND placed.placed_at < %(until)s
    AND placed.placed_at >= %(since)s AND NOT placed.is_test
  ORDER BY placed.placed_at DESC, placed.id DESC
  LIMIT %(limit)s
) AS bought
CROSS JOIN LATERAL (
  SELECT count(*) AS orders_count,
    least(coalesce(sum(next.subtotal_minor), 0), %(cap)s)::numeric AS spent
  FROM orders_order AS next
  WHERE next.store_id = store.id AND next.customer_id = bought.customer_id
    AND next.id <> bought.id AND NOT next.is_test AND next.placed_at > bought.placed_at
    AND next.placed_at <= bought.placed_at + make_interval(hours => 24 * %(window_days)s)
) AS again
"""

# Of the newest orders: how many, and after how many the buyer asked for help within the days.
ASKED_HELP = """
SELECT count(*), count(*) FILTER (WHERE EXISTS (
  SELECT FROM orders_activity AS fact
  WHERE fact.store_id = store.id AND fact.order_id = bought.id AND fact.kind = 'BUYER_ASKED'
    AND fact.at > bought.placed_at
    AND fact.at <= bought.placed_at + make_interval(hours => 24 * %(window_days)s)))
FROM unnest(%(stores)s::bigint[]) AS store(id)
CROSS JOIN LATERAL (
  SELECT placed.id, placed.placed_at
  FROM orders_order AS placed
  WHERE placed.store_id = store.id AND placed.placed_at < %(until)s
    AND placed.placed_at >= %(since)s AND NOT placed.is_test
  ORDER BY placed.placed_at DESC, placed.id DESC
  LIMIT %(limit)s
) AS bought
"""
