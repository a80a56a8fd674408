"""What one fact adds to which figure of which day: the fold and the replay say it alike.

Each of the four sums reads `fact`: facts of the feed, with the store's time zone, and with the
codes that tell what a message was (`about`). A message's figures stand on the day on which it was
handed over, so that no day has more opens than mails; a fact told before messages carried these
codes takes them from the message's row. Money stands on the day it moved. Notes in days.py.
"""

from typing import Final

FACTS: Final = """
zone AS MATERIALIZED (
  SELECT id, currency, analytics_known_zone(timezone) AS name
  FROM stores_store WHERE id IN (SELECT store_id FROM batch)
), fact AS MATERIALIZED (
  SELECT batch.store_id, batch.kind, batch.at, batch.order_id, batch.data, zone.name AS zone,
    coalesce(nullif(batch.data->>'currency', ''), zone.currency) AS currency,
    CASE
      WHEN batch.data ? 'cell' THEN batch.data->'cell'
      WHEN batch.data ? 'locale' THEN batch.data
      WHEN message.id IS NOT NULL THEN jsonb_build_object('kind', message.kind,
        'channel', message.channel, 'locale', message.locale, 'revision', message.revision_id,
        'variant', message.variant_id, 'sent_at', message.sent_at)
      WHEN batch.kind = 'ORDER_ATTRIBUTED'
        THEN jsonb_build_object('kind', coalesce(batch.data->>'template', ''))
      ELSE '{}'
    END AS about
  FROM batch
  JOIN zone ON zone.id = batch.store_id
  LEFT JOIN messaging_message AS message
    ON message.id = batch.message_id AND NOT batch.data ?| '{cell,locale}'
  WHERE batch.kind = ANY (%(kinds)s) AND NOT batch.data ? 'is_test'
)
"""

KINDS: Final = (
    "ORDER_PLACED",
    "ORDER_EDITED",
    "ORDER_REFUNDED",
    "ORDER_CANCELLED",
    "ORDER_ATTRIBUTED",
    "CONSENT_CHANGED",
    "MESSAGE_PLANNED",
    "MESSAGE_SENT",
    "MESSAGE_FAILED",
    "MESSAGE_UNKNOWN",
    "MESSAGE_HELD",
    "MESSAGE_NOT_SENT",
    "MESSAGE_DELIVERED",
    "MESSAGE_BOUNCED",
    "MESSAGE_COMPLAINED",
    "MESSAGE_OPENED",
    "MESSAGE_CLICKED",
    "MESSAGE_JUDGED",
)

OF_MESSAGES: Final = """
  SELECT fact.store_id,
    CASE
      WHEN fact.data ? 'cell' THEN (fact.about->>'day')::date
      WHEN fact.kind IN ('MESSAGE_SENT', 'MESSAGE_DELIVERED', 'MESSAGE_BOUNCED',
          'MESSAGE_COMPLAINED', 'MESSAGE_OPENED', 'MESSAGE_CLICKED', 'MESSAGE_JUDGED')
        THEN (coalesce((fact.about->>'sent_at')::timestamptz, fact.at)
          AT TIME ZONE fact.zone)::date
      ELSE (fact.at AT TIME ZONE fact.zone)::date
    END AS day,
    left(coalesce(fact.about->>'kind', ''), 32) AS kind,
    left(coalesce(fact.about->>'channel', ''), 8) AS channel,
    revision.template_id,
    (fact.about->>'variant')::bigint AS variant_id,
    left(coalesce(fact.about->>'locale', ''), 35) AS locale,
    fact.currency,
    count(*) FILTER (WHERE fact.kind = 'MESSAGE_PLANNED') AS planned_count,
    count(*) FILTER (WHERE fact.kind = 'MESSAGE_SENT') AS sent_count,
    count(*) FILTER (WHERE fact.kind = 'MESSAGE_SENT'
      AND fact.data->>'tracked' IS DISTINCT FROM 'OFF') AS tracked_count,
    count(*) FILTER (WHERE fact.kind = 'MESSAGE_DELIVERED') AS delivered_count,
    count(*) FILTER (WHERE fact.kind = 'MESSAGE_OPENED') AS opened_count,
    count(*) FILTER (WHERE fact.kind = 'MESSAGE_CLICKED') AS clicked_count,
    coalesce(sum((fact.data->>'open')::bigint)
      FILTER (WHERE fact.kind = 'MESSAGE_JUDGED'), 0) AS opened_by_people_count,
    coalesce(sum((fact.data->>'machine_open')::bigint)
      FILTER (WHERE fact.kind = 'MESSAGE_JUDGED'), 0) AS opened_by_machines_count,
    coalesce(sum((fact.data->>'click')::bigint)
      FILTER (WHERE fact.kind = 'MESSAGE_JUDGED'), 0) AS clicked_by_people_count,
    coalesce(sum((fact.data->>'machine_click')::bigint)
      FILTER (WHERE fact.kind = 'MESSAGE_JUDGED'), 0) AS clicked_by_machines_count,
    count(*) FILTER (WHERE fact.kind = 'MESSAGE_BOUNCED') AS bounced_count,
    count(*) FILTER (WHERE fact.kind = 'MESSAGE_COMPLAINED') AS complained_count,
    count(*) FILTER (WHERE fact.kind = 'CONSENT_CHANGED') AS unsubscribed_count,
    count(*) FILTER (WHERE fact.kind = 'MESSAGE_FAILED') AS failed_count,
    count(*) FILTER (WHERE fact.kind = 'MESSAGE_UNKNOWN') AS unknown_count,
    count(*) FILTER (WHERE fact.kind = 'MESSAGE_HELD') AS held_count,
    count(*) FILTER (WHERE fact.kind = 'MESSAGE_NOT_SENT') AS not_sent_count,
    coalesce(sum((fact.data->>'orders')::bigint)
      FILTER (WHERE fact.kind = 'ORDER_ATTRIBUTED'), 0) AS orders_count,
    coalesce(sum((fact.data->>'gross_minor')::bigint)
      FILTER (WHERE fact.kind = 'ORDER_ATTRIBUTED'), 0) AS gross_minor,
    coalesce(sum((fact.data->>'refund_minor')::bigint)
      FILTER (WHERE fact.kind = 'ORDER_ATTRIBUTED'), 0) AS refund_minor
  FROM fact
  LEFT JOIN templates_app_revision AS revision
    ON revision.id = (fact.about->>'revision')::bigint
  WHERE fact.kind LIKE 'MESSAGE%%'
    OR (fact.kind = 'ORDER_ATTRIBUTED' AND fact.data->>'model' = 'nh_last')
    OR (fact.kind = 'CONSENT_CHANGED'
      AND fact.data @> '{"purpose": "MARKETING", "is_given": false}')
  GROUP BY 1, 2, 3, 4, 5, 6, 7, 8
"""

# The same without regard to what was said: see StoreDay.
OF_STORES: Final = """
  SELECT store_id, day, currency, <summed> FROM (<of_messages>) AS finer GROUP BY 1, 2, 3
"""

OF_ORDERS: Final = """
  SELECT fact.store_id, (fact.at AT TIME ZONE fact.zone)::date AS day,
    fact.currency,
    count(*) FILTER (WHERE fact.kind = 'ORDER_PLACED') AS orders_count,
    count(*) FILTER (WHERE fact.kind = 'ORDER_REFUNDED'
      AND NOT fact.data ? 'corrects') AS refunds_count,
    count(*) FILTER (WHERE fact.kind = 'ORDER_CANCELLED'
      AND NOT fact.data ? 'corrects') AS cancelled_count,
    coalesce(sum((fact.data->>'product_minor')::bigint)
      FILTER (WHERE fact.kind IN ('ORDER_PLACED', 'ORDER_EDITED')), 0) AS gross_minor,
    coalesce(sum((fact.data->>'product_minor')::bigint)
      FILTER (WHERE fact.kind IN ('ORDER_REFUNDED', 'ORDER_CANCELLED')), 0) AS refund_minor,
    coalesce(sum((fact.data->>'total_minor')::bigint)
      FILTER (WHERE fact.kind IN ('ORDER_PLACED', 'ORDER_EDITED')), 0) AS total_minor,
    coalesce(sum((fact.data->>'total_minor')::bigint)
      FILTER (WHERE fact.kind IN ('ORDER_REFUNDED', 'ORDER_CANCELLED')), 0) AS refund_total_minor
  FROM fact
  WHERE fact.kind LIKE 'ORDER%%' AND fact.kind <> 'ORDER_ATTRIBUTED'
    AND (fact.data ? 'product_minor' OR fact.kind <> 'ORDER_EDITED')
  GROUP BY 1, 2, 3
"""

OF_PRODUCTS: Final = """
  SELECT fact.store_id, (fact.at AT TIME ZONE fact.zone)::date AS day,
    product.id::bigint AS product_shopify_id,
    fact.currency,
    count(*) FILTER (WHERE fact.kind = 'ORDER_PLACED') AS orders_count,
    coalesce(sum((product.sums->>0)::bigint)
      FILTER (WHERE fact.kind IN ('ORDER_PLACED', 'ORDER_EDITED')), 0) AS units_count,
    coalesce(sum((product.sums->>0)::bigint)
      FILTER (WHERE fact.kind IN ('ORDER_REFUNDED', 'ORDER_CANCELLED')), 0) AS returned_count,
    coalesce(sum((product.sums->>1)::bigint)
      FILTER (WHERE fact.kind IN ('ORDER_PLACED', 'ORDER_EDITED')), 0) AS gross_minor,
    coalesce(sum((product.sums->>1)::bigint)
      FILTER (WHERE fact.kind IN ('ORDER_REFUNDED', 'ORDER_CANCELLED')), 0) AS refund_minor
  FROM fact
  CROSS JOIN LATERAL jsonb_each(fact.data->'products') AS product(id, sums)
  WHERE fact.kind LIKE 'ORDER%%' AND fact.kind <> 'ORDER_ATTRIBUTED' AND fact.data ? 'products'
  GROUP BY 1, 2, 3, 4
"""

# A link of ours names one message each: as a source they are one.
OF_SOURCES: Final = """
  SELECT fact.store_id, (fact.at AT TIME ZONE fact.zone)::date AS day,
    left(coalesce(fact.data->>'source', ''), 100) AS source,
    left(coalesce(fact.data->>'medium', ''), 100) AS medium,
    left(coalesce(fact.data->>'campaign', ''), 100) AS campaign,
    CASE WHEN fact.data->>'ref' LIKE 'nh-%%' THEN 'nh'
      ELSE left(coalesce(fact.data->>'ref', ''), 100) END AS ref,
    fact.currency,
    sum(coalesce((fact.data->>'orders')::bigint, 0)) AS orders_count,
    sum(coalesce((fact.data->>'gross_minor')::bigint, 0)) AS gross_minor,
    sum(coalesce((fact.data->>'refund_minor')::bigint, 0)) AS refund_minor
  FROM fact
  WHERE fact.kind = 'ORDER_ATTRIBUTED' AND fact.data->>'model' = 'source'
  GROUP BY 1, 2, 3, 4, 5, 6, 7
"""


# How the sums reach their tables. Names in <> are filled in by days.Rollup.
NEXT: Final = """
  SELECT id, store_id, kind, at, order_id, message_id, data, xid::text::bigint AS xid
  FROM orders_activity
  WHERE (xid, id) > (%(xid)s::text::xid8, %(last_id)s)
    AND xid < pg_snapshot_xmin(pg_current_snapshot())
  ORDER BY orders_activity.xid, id
  LIMIT %(limit)s
"""
OF_STORE: Final = """
  SELECT activity.id, store_id, kind, at, order_id, message_id, data
  FROM orders_activity AS activity
  JOIN analytics_feedcursor AS place ON place.name = 'days'
  WHERE store_id = %(store_id)s AND at >= %(from_at)s
    AND (activity.xid, activity.id) <= (place.xid::text::xid8, place.last_id)
"""


ADD: Final = """
  INSERT INTO <table> AS held (<keys>, <sums>)
  SELECT <keys>, <sums> FROM (<adds>) AS change
  WHERE <any>
  ORDER BY <keys>
  ON CONFLICT (<keys>) DO UPDATE SET <grown>
"""
COUNTED: Final = """
WITH batch AS MATERIALIZED (<of_store>), <facts>, counted AS (
  SELECT <keys>, <sums> FROM (<adds>) AS change
  WHERE day >= %(since)s AND day < %(until)s AND (<any>)
)"""
COMPARE: Final = """<counted>, held AS (
  SELECT <keys>, <sums> FROM <table>
  WHERE store_id = %(store_id)s AND day >= %(since)s AND day < %(until)s AND (<any>)
)
SELECT true, extra.* FROM (SELECT * FROM counted EXCEPT ALL SELECT * FROM held) AS extra
UNION ALL
SELECT false, extra.* FROM (SELECT * FROM held EXCEPT ALL SELECT * FROM counted) AS extra
"""
COUNT_ANEW: Final = """<counted>
INSERT INTO <table> (<keys>, <sums>) SELECT <keys>, <sums> FROM counted
"""
# What products are called is a label: the last name stays.
NAMES: Final = """
  INSERT INTO analytics_productname AS held (store_id, product_shopify_id, title)
  SELECT DISTINCT ON (line.store_id, line.product_shopify_id)
    line.store_id, line.product_shopify_id, line.title
  FROM fact
  JOIN orders_lineitem AS line
    ON line.store_id = fact.store_id AND line.order_id = fact.order_id
  WHERE fact.kind IN ('ORDER_PLACED', 'ORDER_EDITED') AND line.product_shopify_id IS NOT NULL
  ORDER BY 1, 2, fact.at DESC, line.position
  ON CONFLICT (store_id, product_shopify_id) DO UPDATE SET title = EXCLUDED.title
    WHERE held.title <> EXCLUDED.title
"""
PLACE: Final = """
SELECT count(*), (array_agg(xid ORDER BY xid DESC, id DESC))[1],
  (array_agg(id ORDER BY xid DESC, id DESC))[1]
FROM batch
"""
