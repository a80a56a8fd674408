import django.db.models.deletion
from django.db import migrations, models

from stores.fencing import fence_sql, policy

CONDITION = policy(store="store_id", agency=None)

TABLE = """
CREATE SEQUENCE tracking_event_id_seq;
CREATE TABLE tracking_event (
    id bigint NOT NULL DEFAULT nextval('tracking_event_id_seq'),
    store_id bigint NOT NULL,
    message_id bigint NOT NULL,
    kind varchar(8) NOT NULL,
    at timestamptz NOT NULL,
    link_index smallint CHECK (link_index >= 0),
    user_agent varchar(300) NOT NULL,
    ip inet,
    xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
    PRIMARY KEY (id, at)
) PARTITION BY RANGE (at);
ALTER SEQUENCE tracking_event_id_seq OWNED BY tracking_event.id;
CREATE INDEX event_of_store ON tracking_event (store_id, at);
CREATE INDEX event_of_message ON tracking_event (store_id, message_id);
CREATE INDEX event_feed ON tracking_event (xid);
CREATE TABLE tracking_event_default PARTITION OF tracking_event DEFAULT;
"""

# The application's role owns no table and so cannot add a month: it asks this function, which can do
# only that. What waits in the default partition of that month moves along.
MAKE_MONTH = f"""
CREATE FUNCTION tracking_make_month(wanted date) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $make$
DECLARE
  month timestamp := date_trunc('month', wanted::timestamp);
  part text := 'tracking_event_' || to_char(month, 'YYYYMM');
  since timestamptz := month AT TIME ZONE 'UTC';
  until timestamptz := (month + interval '1 month') AT TIME ZONE 'UTC';
  scope text := coalesce(current_setting('notifyhub.stores', true), '');
BEGIN
  IF abs(extract(year FROM month) - extract(year FROM now())) > 3 THEN
    RAISE EXCEPTION 'tracking_make_month: % is too far away', wanted;
  END IF;
  PERFORM pg_advisory_xact_lock(hashtext('tracking_make_month'));
  IF to_regclass(part) IS NOT NULL THEN
    RETURN false;
  END IF;
  EXECUTE format('CREATE TABLE %I (LIKE tracking_event INCLUDING DEFAULTS INCLUDING CONSTRAINTS)', part);
  -- FORCE binds the definer too. Not a SET clause of the function: only a superuser may write one.
  PERFORM set_config('notifyhub.stores', '*', true);
  EXECUTE format(
    'WITH moved AS (DELETE FROM tracking_event_default WHERE at >= %L AND at < %L RETURNING *)
     INSERT INTO %I SELECT * FROM moved', since, until, part);
  PERFORM set_config('notifyhub.stores', scope, true);
  EXECUTE format(
    'ALTER TABLE tracking_event ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)', part, since, until);
  EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', part);
  EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', part);
  EXECUTE format('CREATE POLICY fence ON %I USING ({CONDITION}) WITH CHECK ({CONDITION})', part);
  RETURN true;
END
$make$;
"""

MONTHS = """
SELECT tracking_make_month((date_trunc('month', now()) + make_interval(months => n))::date)
FROM generate_series(-4, 3) AS n;
"""

UNDO = "DROP TABLE tracking_event; DROP FUNCTION tracking_make_month(date);"


class Migration(migrations.Migration):
    initial = True

    dependencies = [("stores", "0001_initial")]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(TABLE, UNDO),
                *[
                    migrations.RunSQL(statement, migrations.RunSQL.noop)
                    for table in ("tracking_event", "tracking_event_default")
                    for statement in fence_sql(table, CONDITION)
                ],
                migrations.RunSQL(MAKE_MONTH, migrations.RunSQL.noop),
                migrations.RunSQL(MONTHS, migrations.RunSQL.noop),
            ],
            state_operations=[
                migrations.CreateModel(
                    name="Event",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("message_id", models.BigIntegerField()),
                        ("kind", models.CharField(choices=[("OPEN", "Opened"), ("CLICK", "Clicked")], max_length=8)),
                        ("at", models.DateTimeField()),
                        ("link_index", models.PositiveSmallIntegerField(null=True)),
                        ("user_agent", models.CharField(blank=True, max_length=300)),
                        ("ip", models.GenericIPAddressField(null=True)),
                        ("store", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="stores.store")),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["store", "at"], name="event_of_store"),
                            models.Index(fields=["store", "message_id"], name="event_of_message"),
                        ],
                    },
                ),
            ],
        ),
        migrations.CreateModel(
            name="FeedCursor",
            fields=[
                ("name", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("next_xid", models.BigIntegerField(default=0)),
            ],
        ),
    ]
