"""The statements of the fold of units. What they promise: Note [Units] in unit_folding.py.

OFFSET 0 keeps a look-up a look-up: a planner that knows a table badly would rather read all
messages of a test for each unit than those of one order.
"""

# Facts after which a unit may stand otherwise: of its message, and of its buyer's orders.
MESSAGE_KINDS = [
    "MESSAGE_SENT",
    "MESSAGE_FAILED",
    "MESSAGE_JUDGED",
    "MESSAGE_BOUNCED",
    "MESSAGE_COMPLAINED",
]
ORDER_KINDS = [
    "ORDER_PLACED",
    "ORDER_EDITED",
    "ORDER_REFUNDED",
    "ORDER_CANCELLED",
    "CONSENT_CHANGED",
    "ADDRESS_CORRECTED",
    "BUYER_ASKED",
]

# Which units the next facts of the feed concern: [experiment, unit, message] each, and where the
# batch ends. A test is measured until its units are dropped, some months after the decision.
TOUCHED = """
WITH batch AS (
  SELECT id, store_id, kind, order_id, message_id, data, xid::text::bigint AS xid
  FROM orders_activity
  WHERE (xid, id) > (%(xid)s::text::xid8, %(last_id)s)
    AND xid < pg_snapshot_xmin(pg_current_snapshot())
  ORDER BY orders_activity.xid, id
  LIMIT %(limit)s
), test AS (
  SELECT id FROM templates_app_experiment
  WHERE started_at IS NOT NULL AND (decided_at IS NULL OR decided_at > %(measured_since)s)
), fact AS (
  SELECT * FROM batch
  WHERE kind = ANY (%(kinds)s) AND store_id IN (
    SELECT store_id FROM templates_app_experimentstore
    WHERE experiment_id IN (SELECT id FROM test))
), said AS (
  SELECT fact.kind AS told, fact.data, message.*
  FROM fact JOIN messaging_message AS message ON message.id = fact.message_id
), bought AS (
  SELECT DISTINCT same.id, same.store_id
  FROM fact
  JOIN orders_order AS told ON told.id = fact.order_id
  CROSS JOIN LATERAL (
    SELECT told.id, told.store_id
    UNION ALL
    SELECT other.id, other.store_id FROM orders_order AS other
    WHERE other.store_id = told.store_id AND other.customer_id = told.customer_id
    UNION ALL
    SELECT other.id, other.store_id FROM orders_order AS other
    WHERE told.customer_id IS NULL AND told.email <> '' AND other.customer_id IS NULL
      AND other.store_id = told.store_id AND other.email = told.email
  ) AS same
  WHERE fact.kind = ANY (%(order_kinds)s)
), touched AS (
  SELECT experiment_id, unit_hash, id FROM said WHERE experiment_id IS NOT NULL
  UNION
  -- What staff sent again is said of the first.
  SELECT first.experiment_id, first.unit_hash, first.id
  FROM said JOIN messaging_message AS first
    ON first.order_id = said.order_id AND first.kind = said.kind
  WHERE said.sequence > 0 AND first.experiment_id IS NOT NULL
  UNION
  -- A machine that opens somebody's mail makes their later opens say nothing.
  SELECT later.experiment_id, later.unit_hash, later.id
  FROM said JOIN messaging_message AS later
    ON later.recipient = said.recipient AND later.planned_at >= said.planned_at
  WHERE said.told = 'MESSAGE_JUDGED' AND coalesce(said.data->>'machine_open', '0') <> '0'
    AND said.recipient <> '' AND later.store_id = said.store_id
    AND later.experiment_id IS NOT NULL
  UNION
  SELECT message.experiment_id, message.unit_hash, message.id
  FROM bought
  CROSS JOIN LATERAL (
    SELECT * FROM messaging_message WHERE order_id = bought.id OFFSET 0
  ) AS message
  WHERE message.experiment_id IS NOT NULL
  UNION
  -- Of what was left in a basket there is no order: its buyer is known by the address.
  SELECT message.experiment_id, message.unit_hash, message.id
  FROM fact
  JOIN orders_order AS told ON told.id = fact.order_id
  JOIN messaging_message AS message
    ON message.recipient = told.email AND message.store_id = told.store_id
  WHERE fact.kind = ANY (%(order_kinds)s) AND told.email <> ''
    AND message.order_id IS NULL AND message.experiment_id IS NOT NULL
)
SELECT (SELECT count(*) FROM batch),
  (SELECT xid FROM batch ORDER BY xid DESC, id DESC LIMIT 1),
  (SELECT id FROM batch ORDER BY xid DESC, id DESC LIMIT 1),
  (SELECT coalesce(jsonb_agg(jsonb_build_array(experiment_id, unit_hash, id)), '[]')
    FROM touched WHERE unit_hash <> %(forgotten)s AND experiment_id IN (SELECT id FROM test)),
  (SELECT coalesce(jsonb_agg(fact.data || jsonb_build_object('store_id', fact.store_id)), '[]')
    FROM fact WHERE fact.kind = 'MESSAGE_JUDGED' AND fact.data->'cell'->>'experiment' IS NOT NULL
      AND (fact.data->'cell'->>'experiment')::bigint IN (SELECT id FROM test))
"""

# What was seen of one test's readers whom nobody may know, up to a place in the feed.
SUMMED = """
SELECT coalesce(jsonb_agg(data || jsonb_build_object('store_id', store_id)), '[]')
FROM orders_activity
WHERE store_id = ANY (%(stores)s) AND (xid, id) <= (%(xid)s::text::xid8, %(last_id)s)
  AND kind = 'MESSAGE_JUDGED' AND data->'cell'->>'experiment' = %(experiment)s::text
"""

# How units stand by what is known now, from [{"e": experiment, "u": unit, "m": message}]; of those
# that have a row, the message of that row is asked of, too. The first message counts, and only it.
STATES = """
WITH asked AS (
  SELECT e AS experiment_id, u AS unit_hash, m AS message_id
  FROM jsonb_to_recordset(%(asked)s::jsonb) AS one(e bigint, u bigint, m bigint)
), candidate AS (
  SELECT * FROM asked
  UNION
  SELECT unit.experiment_id, unit.unit_hash, unit.message_id
  FROM (SELECT DISTINCT experiment_id, unit_hash FROM asked) AS wanted
  JOIN analytics_experimentunit AS unit USING (experiment_id, unit_hash)
), first AS (
  SELECT DISTINCT ON (candidate.experiment_id, candidate.unit_hash)
    message.*, coalesce(message.sent_at, message.changed_at) AS exposed_at
  FROM candidate
  CROSS JOIN LATERAL (
    SELECT * FROM messaging_message WHERE id = candidate.message_id OFFSET 0
  ) AS message
  WHERE message.experiment_id = candidate.experiment_id
    AND message.unit_hash = candidate.unit_hash
    AND message.sequence = 0 AND message.actor = '' AND message.about NOT LIKE 'test:%%'
    AND (message.sent_at IS NOT NULL
      OR (message.state = 'FAILED' AND message.reason = 'WORDS_BROKEN'))
  ORDER BY candidate.experiment_id, candidate.unit_hash,
    message.sent_at IS NULL, coalesce(message.sent_at, message.changed_at), message.id
), timed AS (
  SELECT first.*, test.unit AS unit_kind,
    first.exposed_at + make_interval(hours => 24 * test.window_days) AS until,
    -- Later than its arm means it to be.
    first.sent_at > first.planned_at + coalesce(way.delay, '0')
      + make_interval(secs => %(late)s) AS is_late
  FROM first
  JOIN templates_app_experiment AS test ON test.id = first.experiment_id
  LEFT JOIN templates_app_arm AS way ON way.experiment_id = test.id AND way.number = first.arm
)
SELECT timed.experiment_id, timed.unit_hash, timed.store_id, timed.id AS message_id,
  timed.arm, timed.epoch, timed.exposed_at,
  timed.sent_at IS NOT NULL AS is_exposed,
  timed.opened_by_person_at IS NOT NULL AS has_opened,
  timed.clicked_by_person_at IS NOT NULL AS has_clicked,
  timed.opened_by_machine_at IS NOT NULL AS was_opened_by_machine,
  timed.clicked_by_machine_at IS NOT NULL AS was_clicked_by_machine,
  timed.bounced_at IS NOT NULL AS has_bounced,
  timed.complained_at IS NOT NULL AS has_complained,
  coalesce(timed.is_late, false) AS is_late,
  timed.locale, coalesce(about.currency, '') AS currency,
  coalesce(about.shipping_address->>'country_code', '') AS country,
  coalesce((
    SELECT consent.is_given FROM messaging_consent AS consent
    WHERE consent.store_id = timed.store_id AND consent.address = lower(timed.recipient)
      AND consent.channel = timed.channel AND consent.purpose = 'TRACKING'
      AND consent.at <= timed.exposed_at
    ORDER BY consent.at DESC, consent.id DESC LIMIT 1), true) AS has_agreed,
  -- As it was when it left: who says no later is not to be left out for what the words did.
  coalesce((
    SELECT fact.data->>'tracked' FROM orders_activity AS fact
    WHERE fact.store_id = timed.store_id AND fact.order_id = timed.order_id
      AND fact.kind = 'MESSAGE_SENT' AND fact.message_id = timed.id
    ORDER BY fact.id LIMIT 1), timed.tracked_as) AS tracked_as,
  NOT EXISTS (
    SELECT FROM messaging_message AS earlier
    WHERE earlier.recipient = timed.recipient AND timed.recipient <> ''
      AND earlier.store_id = timed.store_id AND earlier.planned_at <= timed.planned_at
      AND (earlier.opened_by_machine_at <= timed.exposed_at
        OR (earlier.id = timed.id AND earlier.opened_by_machine_at IS NOT NULL))) AS is_measurable,
  (SELECT count(*) FROM messaging_message AS again
    WHERE again.order_id = timed.order_id AND again.kind = timed.kind
      AND again.sequence > 0 AND again.sent_at IS NOT NULL) AS resent_count,
  coalesce(theirs.is_returning, false) AS is_returning,
  coalesce(theirs.pre_minor, 0) AS pre_minor,
  coalesce(theirs.orders_count, 0) AS orders_count,
  coalesce(theirs.revenue_minor, 0) AS revenue_minor,
  coalesce(theirs.has_refunded, false) AS has_refunded,
  coalesce(theirs.has_unsubscribed, false) AS has_unsubscribed,
  coalesce(theirs.has_turned_off, false) AS has_turned_off,
  coalesce(theirs.has_asked, false) AS has_asked,
  coalesce(theirs.summed_count, 0) AS summed_count
FROM timed
LEFT JOIN orders_order AS about ON about.id = timed.order_id
CROSS JOIN LATERAL (
  SELECT
    bool_or(one.is_before) AS is_returning,
    max(sums.placed_minor) FILTER (WHERE one.id = timed.order_id) AS pre_minor,
    count(*) FILTER (WHERE one.counts) AS orders_count,
    sum(sums.net_minor) FILTER (WHERE one.counts) AS revenue_minor,
    bool_or(sums.has_refunded AND (one.counts OR one.id = timed.order_id)) AS has_refunded,
    bool_or(sums.has_unsubscribed) AS has_unsubscribed,
    bool_or(sums.has_turned_off) AS has_turned_off,
    bool_or(sums.has_asked) AS has_asked,
    sum(said.summed_count) AS summed_count
  FROM (
    SELECT bought.id, bought.subtotal_minor,
      NOT bought.is_test AND bought.placed_at < coalesce(about.placed_at, timed.exposed_at)
        AS is_before,
      timed.unit_kind = 'CUSTOMER' AND NOT bought.is_test
        AND bought.id IS DISTINCT FROM timed.order_id
        AND bought.placed_at > timed.exposed_at AND bought.placed_at <= timed.until AS counts
    FROM (
      SELECT about.id, about.is_test, about.placed_at, about.subtotal_minor
      WHERE about.id IS NOT NULL
      UNION
      SELECT other.id, other.is_test, other.placed_at, other.subtotal_minor
      FROM orders_order AS other
      WHERE other.store_id = timed.store_id AND other.customer_id = about.customer_id
      UNION
      SELECT other.id, other.is_test, other.placed_at, other.subtotal_minor
      FROM orders_order AS other
      WHERE about.id IS NOT NULL AND about.customer_id IS NULL AND about.email <> ''
        AND other.store_id = timed.store_id AND other.customer_id IS NULL
        AND other.email = about.email
      UNION
      SELECT other.id, other.is_test, other.placed_at, other.subtotal_minor
      FROM orders_order AS other
      WHERE about.id IS NULL AND timed.recipient <> ''
        AND other.store_id = timed.store_id AND other.email = timed.recipient
    ) AS bought
  ) AS one
  CROSS JOIN LATERAL (
    SELECT
      sum(coalesce((fact.data->>'product_minor')::bigint, one.subtotal_minor))
        FILTER (WHERE fact.kind = 'ORDER_PLACED') AS placed_minor,
      sum(CASE fact.kind
        WHEN 'ORDER_PLACED' THEN coalesce((fact.data->>'product_minor')::bigint, one.subtotal_minor)
        WHEN 'ORDER_EDITED' THEN coalesce((fact.data->>'product_minor')::bigint, 0)
        ELSE -coalesce((fact.data->>'product_minor')::bigint, 0)
      END) FILTER (WHERE fact.kind LIKE 'ORDER%%') AS net_minor,
      bool_or(fact.kind IN ('ORDER_REFUNDED', 'ORDER_CANCELLED')
        AND fact.at > timed.exposed_at AND fact.at <= timed.until) AS has_refunded,
      bool_or(fact.data @> '{"purpose": "MARKETING", "is_given": false}'
        AND fact.at > timed.exposed_at AND fact.at <= timed.until) AS has_unsubscribed,
      bool_or(fact.data @> '{"purpose": "TRACKING", "is_given": false}'
        AND fact.at > timed.exposed_at AND fact.at <= timed.until) AS has_turned_off,
      bool_or(fact.kind = 'BUYER_ASKED'
        AND fact.at > timed.exposed_at AND fact.at <= timed.until) AS has_asked
    FROM orders_activity AS fact
    WHERE fact.store_id = timed.store_id AND fact.order_id = one.id
      AND fact.kind IN ('ORDER_PLACED', 'ORDER_EDITED', 'ORDER_REFUNDED', 'ORDER_CANCELLED',
        'CONSENT_CHANGED', 'BUYER_ASKED')
  ) AS sums
  -- Nobody knows which of somebody's mails was clicked: all of them are given the chance.
  CROSS JOIN LATERAL (
    SELECT count(*) AS summed_count
    FROM (SELECT * FROM messaging_message WHERE order_id = one.id OFFSET 0) AS message
    WHERE message.experiment_id = timed.experiment_id
      AND message.unit_hash = timed.unit_hash AND message.tracked_as = 'AGGREGATE'
      AND message.sequence = 0 AND message.actor = '' AND message.sent_at IS NOT NULL
  ) AS said
) AS theirs
"""

# Sums are added to what is there; a cell's place in the array is its key.
ADD = """
INSERT INTO analytics_experimentrollup AS cell
  (experiment_id, store_id, metric, arm, epoch, segment, exposed_on, n, s1, s2, sx, sxx, sxy)
SELECT experiment_id, store_id, metric, arm, epoch, segment, exposed_on, n, s1, s2, sx, sxx, sxy
FROM jsonb_to_recordset(%(cells)s::jsonb) AS fresh(
  experiment_id bigint, store_id bigint, metric text, arm smallint, epoch smallint,
  segment smallint, exposed_on date, n bigint, s1 numeric, s2 numeric, sx numeric, sxx numeric,
  sxy numeric)
ORDER BY experiment_id, metric, arm, epoch, segment, exposed_on, store_id
ON CONFLICT (experiment_id, metric, arm, epoch, segment, exposed_on, store_id) DO UPDATE SET
  n = cell.n + EXCLUDED.n,
  s1 = cell.s1 + EXCLUDED.s1,
  s2 = cell.s2 + EXCLUDED.s2,
  sx = cell.sx + EXCLUDED.sx,
  sxx = cell.sxx + EXCLUDED.sxx,
  sxy = cell.sxy + EXCLUDED.sxy
"""
