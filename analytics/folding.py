"""The feed of Activity, added up into hours.

# Note [Exactly once]
A batch is the rows after the cursor, in the order (xid, id), of transactions older than any that
still runs: no row can appear behind the cursor later. Counts and cursor move in one transaction,
and the cursor's row is locked: a batch is counted once, whoever folds, and wherever it dies.
"""

BATCH = 5000

# The time of a fact decides its hour, not when we heard of it. An order's value is the one it has
# when it is folded; a message that is gone counts as late.
FOLD = """
WITH batch AS (
  SELECT id, store_id, kind, at, order_id, message_id, data, xid::text::bigint AS xid
  FROM orders_activity
  WHERE (xid, id) > (%(xid)s::text::xid8, %(last_id)s)
    AND xid < pg_snapshot_xmin(pg_current_snapshot())
  ORDER BY orders_activity.xid, id
  LIMIT %(limit)s
), folded AS (
  INSERT INTO analytics_hourlystat AS stat (
    store_id, hour, orders_count, order_value_minor, planned_count, sent_count,
    sent_within_minute_count, failed_count, unknown_count, held_count, opened_count, clicked_count,
    delivered_count, bounced_count, complained_count, unsubscribed_count
  )
  SELECT batch.store_id, date_trunc('hour', batch.at, 'UTC'),
    count(*) FILTER (WHERE batch.kind = 'ORDER_PLACED'),
    coalesce(sum(placed.total_minor), 0),
    count(*) FILTER (WHERE batch.kind = 'MESSAGE_PLANNED'),
    count(*) FILTER (WHERE batch.kind = 'MESSAGE_SENT'),
    count(*) FILTER (WHERE batch.kind = 'MESSAGE_SENT'
      AND batch.at <= message.planned_at + interval '1 minute'),
    count(*) FILTER (WHERE batch.kind = 'MESSAGE_FAILED'),
    count(*) FILTER (WHERE batch.kind = 'MESSAGE_UNKNOWN'),
    count(*) FILTER (WHERE batch.kind = 'MESSAGE_HELD'),
    count(*) FILTER (WHERE batch.kind = 'MESSAGE_OPENED'),
    count(*) FILTER (WHERE batch.kind = 'MESSAGE_CLICKED'),
    count(*) FILTER (WHERE batch.kind = 'MESSAGE_DELIVERED'),
    count(*) FILTER (WHERE batch.kind = 'MESSAGE_BOUNCED'),
    count(*) FILTER (WHERE batch.kind = 'MESSAGE_COMPLAINED'),
    count(*) FILTER (WHERE batch.kind = 'CONSENT_CHANGED'
      AND batch.data @> '{"purpose": "MARKETING", "is_given": false}')
  FROM batch
  LEFT JOIN orders_order AS placed
    ON batch.kind = 'ORDER_PLACED' AND placed.id = batch.order_id
  LEFT JOIN messaging_message AS message
    ON batch.kind = 'MESSAGE_SENT' AND message.id = batch.message_id
  WHERE batch.kind = ANY (%(kinds)s)
  GROUP BY 1, 2
  ORDER BY 1, 2
  ON CONFLICT (store_id, hour) DO UPDATE SET
    orders_count = stat.orders_count + EXCLUDED.orders_count,
    order_value_minor = stat.order_value_minor + EXCLUDED.order_value_minor,
    planned_count = stat.planned_count + EXCLUDED.planned_count,
    sent_count = stat.sent_count + EXCLUDED.sent_count,
    sent_within_minute_count = stat.sent_within_minute_count + EXCLUDED.sent_within_minute_count,
    failed_count = stat.failed_count + EXCLUDED.failed_count,
    unknown_count = stat.unknown_count + EXCLUDED.unknown_count,
    held_count = stat.held_count + EXCLUDED.held_count,
    opened_count = stat.opened_count + EXCLUDED.opened_count,
    clicked_count = stat.clicked_count + EXCLUDED.clicked_count,
    delivered_count = stat.delivered_count + EXCLUDED.delivered_count,
    bounced_count = stat.bounced_count + EXCLUDED.bounced_count,
    complained_count = stat.complained_count + EXCLUDED.complained_count,
    unsubscribed_count = stat.unsubscribed_count + EXCLUDED.unsubscribed_count
)
SELECT count(*),
  (array_agg(xid ORDER BY xid DESC, id DESC))[1],
  (array_agg(id ORDER BY xid DESC, id DESC))[1]
FROM batch
"""

KINDS = [
    "ORDER_PLACED",
    "MESSAGE_PLANNED",
    "MESSAGE_SENT",
    "MESSAGE_FAILED",
    "MESSAGE_UNKNOWN",
    "MESSAGE_HELD",
    "MESSAGE_OPENED",
    "MESSAGE_CLICKED",
    "MESSAGE_DELIVERED",
    "MESSAGE_BOUNCED",
    "MESSAGE_COMPLAINED",
    "CONSENT_CHANGED",
]
