from django.db import migrations, models

from stores.fencing import fence_sql, policy

CONDITION = policy(store="store_id", agency=None)

# What a table's parts hold, but for the one that takes the rest.
PARTS = r"""
CREATE FUNCTION tracking_parts(parent regclass)
RETURNS TABLE (part regclass, since timestamptz, until timestamptz)
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $parts$
  SELECT oid::regclass,
    coalesce((regexp_match(bound, 'FROM \(''([^'']+)''\)'))[1]::timestamptz, '-infinity'),
    (regexp_match(bound, 'TO \(''([^'']+)''\)'))[1]::timestamptz
  FROM pg_inherits
  JOIN pg_class ON oid = inhrelid
  CROSS JOIN LATERAL pg_get_expr(relpartbound, oid) AS bound
  WHERE inhparent = parent AND bound <> 'DEFAULT'
$parts$;
"""

# The application's role owns no table and so cannot add a part: it asks this function, which can do
# only that. It begins where an earlier part ends; what waits among the rest moves along.
MAKE = f"""
CREATE FUNCTION tracking_make_part(wanted_since timestamptz, wanted_until timestamptz) RETURNS int
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $make$
DECLARE
  parent text;
  part text;
  begins timestamptz;
  made int := 0;
  scope text := coalesce(current_setting('notifyhub.stores', true), '');
BEGIN
  IF abs(extract(year FROM wanted_since) - extract(year FROM now())) > 3
    OR wanted_until - wanted_since NOT BETWEEN interval '1 day' AND interval '31 days' THEN
    RAISE EXCEPTION 'tracking_make_part: % to % is too far away, or too long', wanted_since, wanted_until;
  END IF;
  PERFORM pg_advisory_xact_lock(hashtext('tracking_make_part'));
  FOREACH parent IN ARRAY ARRAY['tracking_event', 'tracking_verdict'] LOOP
    SELECT greatest(wanted_since, max(until)) INTO begins
      FROM tracking_parts(parent::regclass) WHERE since < wanted_until;
    CONTINUE WHEN begins >= wanted_until;
    part := parent || '_' || to_char(begins AT TIME ZONE 'UTC', 'YYYYMMDD');
    EXECUTE format('CREATE TABLE %I (LIKE %I INCLUDING DEFAULTS INCLUDING CONSTRAINTS)', part, parent);
    -- FORCE binds the definer too. Not a SET clause of the function: only a superuser may write one.
    PERFORM set_config('notifyhub.stores', '*', true);
    EXECUTE format(
      'WITH moved AS (DELETE FROM %I WHERE at >= %L AND at < %L RETURNING *)
       INSERT INTO %I SELECT * FROM moved', parent || '_default', begins, wanted_until, part);
    PERFORM set_config('notifyhub.stores', scope, true);
    EXECUTE format(
      'ALTER TABLE %I ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)', parent, part, begins, wanted_until);
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', part);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', part);
    EXECUTE format('CREATE POLICY fence ON %I USING ({CONDITION}) WITH CHECK ({CONDITION})', part);
    made := made + 1;
  END LOOP;
  RETURN made;
END
$make$;
"""

# One at a time, the oldest first. It gives up rather than let opens wait for it.
DROP = """
CREATE FUNCTION tracking_drop_part(before timestamptz) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $drop$
DECLARE
  oldest regclass;
BEGIN
  IF before > now() THEN
    RAISE EXCEPTION 'tracking_drop_part: % is too young', before;
  END IF;
  SELECT part INTO oldest FROM (
    SELECT * FROM tracking_parts('tracking_verdict') UNION ALL SELECT * FROM tracking_parts('tracking_event')
  ) AS parts WHERE until <= before ORDER BY until, part::text DESC LIMIT 1;
  IF oldest IS NULL THEN
    RETURN false;
  END IF;
  PERFORM set_config('lock_timeout', '1s', true);
  EXECUTE format('DROP TABLE %s', oldest);
  RETURN true;
END
$drop$;
"""

# The verdicts there are become a part as they stand: two indexes are built and each row is looked
# at once, none is written. Only judging waits for it.
VERDICTS = """
LOCK TABLE tracking_verdict;
ALTER TABLE tracking_verdict RENAME TO tracking_verdict_before;
ALTER TABLE tracking_verdict_before ALTER id DROP IDENTITY IF EXISTS;
ALTER TABLE tracking_verdict_before
  DROP CONSTRAINT tracking_verdict_pkey, DROP CONSTRAINT tracking_verdict_event_id_key;
ALTER TABLE tracking_verdict_before
  ADD CONSTRAINT tracking_verdict_before_pkey PRIMARY KEY (id, at),
  ADD CONSTRAINT verdict_before_of_hit UNIQUE (event_id, at);
ALTER INDEX verdict_of_message RENAME TO verdict_before_of_message;
ALTER INDEX verdict_by_age RENAME TO verdict_before_by_age;
CREATE TABLE tracking_verdict (LIKE tracking_verdict_before INCLUDING DEFAULTS INCLUDING CONSTRAINTS)
  PARTITION BY RANGE (at);
CREATE SEQUENCE tracking_verdict_id_seq OWNED BY tracking_verdict.id;
SELECT setval('tracking_verdict_id_seq', (SELECT coalesce(max(id), 0) + 1 FROM tracking_verdict_before), false);
ALTER TABLE tracking_verdict ALTER id SET DEFAULT nextval('tracking_verdict_id_seq');
ALTER TABLE tracking_verdict ADD CONSTRAINT tracking_verdict_pkey PRIMARY KEY (id, at);
ALTER TABLE tracking_verdict ADD CONSTRAINT verdict_of_hit UNIQUE (event_id, at);
CREATE INDEX verdict_of_message ON tracking_verdict (store_id, message_id);
CREATE INDEX verdict_by_age ON tracking_verdict (at);
CREATE TABLE tracking_verdict_default PARTITION OF tracking_verdict DEFAULT;
"""
# What holds nothing makes room for days; from the end of what holds something days go on.
DAYS = """
DO $days$
DECLARE
  today timestamptz := date_trunc('day', now(), 'UTC');
  scope text := coalesce(current_setting('notifyhub.stores', true), '');
  last timestamptz;
  is_empty boolean;
  old record;
BEGIN
  PERFORM set_config('notifyhub.stores', '*', true);
  SELECT max(at) INTO last FROM tracking_verdict_before;
  IF last IS NULL THEN
    DROP TABLE tracking_verdict_before;
  ELSE
    EXECUTE format(
      'ALTER TABLE tracking_verdict ATTACH PARTITION tracking_verdict_before FOR VALUES FROM (MINVALUE) TO (%L)',
      greatest(today, date_trunc('day', last, 'UTC')) + interval '1 day');
  END IF;
  FOR old IN SELECT part FROM tracking_parts('tracking_event') LOOP
    EXECUTE format('SELECT NOT EXISTS (SELECT FROM %s)', old.part) INTO is_empty;
    IF is_empty THEN
      EXECUTE format('DROP TABLE %s', old.part);
    END IF;
  END LOOP;
  PERFORM set_config('notifyhub.stores', scope, true);
  FOR ahead IN 0..7 LOOP
    PERFORM tracking_make_part(today + ahead * interval '1 day', today + (ahead + 1) * interval '1 day');
  END LOOP;
END
$days$;
"""


class Migration(migrations.Migration):
    dependencies = [("tracking", "0005_pre_attribution")]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(VERDICTS),
                *[
                    migrations.RunSQL(statement)
                    for table in ("tracking_verdict", "tracking_verdict_default")
                    for statement in fence_sql(table, CONDITION)
                ],
                migrations.RunSQL(
                    "DROP FUNCTION tracking_make_month(date); DROP FUNCTION tracking_drop_month(date);"
                ),
                migrations.RunSQL(PARTS),
                migrations.RunSQL(MAKE),
                migrations.RunSQL(DROP),
                migrations.RunSQL(DAYS),
                # Written again with each hit, and when it was judged.
                migrations.RunSQL(
                    "ALTER TABLE tracking_judgement"
                    " SET (fillfactor = 85, autovacuum_vacuum_scale_factor = 0.05)"
                ),
            ],
            state_operations=[
                migrations.AlterField("verdict", "event_id", models.BigIntegerField()),
                migrations.AddConstraint(
                    "verdict",
                    models.UniqueConstraint(fields=["event_id", "at"], name="verdict_of_hit"),
                ),
            ],
        ),
    ]
