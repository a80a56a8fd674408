"""The feed of Activity, added up by store, sender and recipient domain: what incidents are seen by.

As analytics/folding.py, with a place of its own in the feed (Note [Exactly once] there). What came
back counts in the hour in which its message left, so no hour has more troubles than messages.
"""

FOLD = """
WITH batch AS (
  SELECT id, store_id, kind, at, message_id, data, xid::text::bigint AS xid
  FROM orders_activity
  WHERE (xid, id) > (%(xid)s::text::xid8, %(last_id)s)
    AND xid < pg_snapshot_xmin(pg_current_snapshot())
  ORDER BY orders_activity.xid, id
  LIMIT %(limit)s
), folded AS (
  INSERT INTO analytics_flowhour AS flow (
    store_id, sender_id, domain, hour,
    tried_count, bounced_count, failed_count, complained_count
  )
  SELECT batch.store_id, message.sender_id,
    left(lower(split_part(coalesce(message.recipient, ''), '@', 2)), 255),
    date_trunc('hour', CASE WHEN batch.kind IN ('MESSAGE_BOUNCED', 'MESSAGE_COMPLAINED')
      THEN coalesce(message.sent_at, batch.at) ELSE batch.at END, 'UTC'),
    count(*) FILTER (WHERE batch.kind IN ('MESSAGE_SENT', 'MESSAGE_FAILED')),
    count(*) FILTER (WHERE batch.kind = 'MESSAGE_BOUNCED'
      OR (batch.kind = 'MESSAGE_FAILED' AND batch.data->>'reason' = 'NO_SUCH_ADDRESS')),
    count(*) FILTER (WHERE batch.kind = 'MESSAGE_FAILED'
      AND batch.data->>'reason' IS DISTINCT FROM 'NO_SUCH_ADDRESS'),
    count(*) FILTER (WHERE batch.kind = 'MESSAGE_COMPLAINED')
  FROM batch
  LEFT JOIN messaging_message AS message ON message.id = batch.message_id
  WHERE batch.kind = ANY (%(kinds)s)
  GROUP BY 1, 2, 3, 4
  ORDER BY 1, 2, 3, 4
  ON CONFLICT (store_id, hour, sender_id, domain) DO UPDATE SET
    tried_count = flow.tried_count + EXCLUDED.tried_count,
    bounced_count = flow.bounced_count + EXCLUDED.bounced_count,
    failed_count = flow.failed_count + EXCLUDED.failed_count,
    complained_count = flow.complained_count + EXCLUDED.complained_count
)
SELECT count(*),
  (array_agg(xid ORDER BY xid DESC, id DESC))[1],
  (array_agg(id ORDER BY xid DESC, id DESC))[1]
FROM batch
"""

KINDS = ["MESSAGE_SENT", "MESSAGE_FAILED", "MESSAGE_BOUNCED", "MESSAGE_COMPLAINED"]

# Who had more trouble within a day than could be an accident at the floor, by store, by sender and
# by recipient domain of an agency; three windows each. Only the rows of one day are read.
SCREEN = """
WITH day AS (
  SELECT store.agency_id, flow.*
  FROM analytics_flowhour AS flow
  JOIN stores_store AS store ON store.id = flow.store_id
  WHERE flow.hour >= %(day)s
)
SELECT agency_id,
  CASE WHEN grouping(store_id) = 0 THEN store_id END,
  CASE WHEN grouping(sender_id) = 0 THEN sender_id END,
  CASE WHEN grouping(domain) = 0 THEN domain ELSE '' END,
  coalesce(sum(tried_count) FILTER (WHERE hour >= %(hour)s), 0),
  coalesce(sum(bounced_count) FILTER (WHERE hour >= %(hour)s), 0),
  coalesce(sum(failed_count) FILTER (WHERE hour >= %(hour)s), 0),
  coalesce(sum(complained_count) FILTER (WHERE hour >= %(hour)s), 0),
  coalesce(sum(tried_count) FILTER (WHERE hour >= %(two_hours)s), 0),
  coalesce(sum(bounced_count) FILTER (WHERE hour >= %(two_hours)s), 0),
  coalesce(sum(failed_count) FILTER (WHERE hour >= %(two_hours)s), 0),
  coalesce(sum(complained_count) FILTER (WHERE hour >= %(two_hours)s), 0),
  coalesce(sum(tried_count) FILTER (WHERE hour >= %(day)s), 0),
  coalesce(sum(bounced_count) FILTER (WHERE hour >= %(day)s), 0),
  coalesce(sum(failed_count) FILTER (WHERE hour >= %(day)s), 0),
  coalesce(sum(complained_count) FILTER (WHERE hour >= %(day)s), 0)
FROM day
GROUP BY GROUPING SETS
  ((agency_id, store_id), (agency_id, store_id, sender_id), (agency_id, domain))
HAVING greatest(sum(bounced_count), sum(failed_count), sum(complained_count)) >= %(least)s
  AND sum(tried_count) >= %(least_tried)s
  AND (grouping(sender_id) = 1 OR sender_id IS NOT NULL)
  AND (grouping(domain) = 1 OR domain <> '')
"""
