"""Who changed what, kept by triggers: the migration operation, and the end of old rows.

    operations = [Recorded("messaging_sender", quiet=("waits_until",))]

# Note [Changes]
A trigger on each table of settings writes one row of stores_change for each row that was added,
changed or removed: also by bulk updates, by jobs and by hand in psql, which no hook in Python sees.
Who it was stands in django-pghistory's context (`pghistory.context`, opened by stores/doing.py),
which travels in front of the statement itself and costs no round trip. pghistory's own tables, one
beside each table it follows, are not used: see docs/adr/0052.

The function runs as the owner of the tables, so that the application's role needs no grant but to
read (stores/management/commands/migrate.py): what was done cannot be unwritten by it.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from django.db import connection, migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

AT_ONCE: Final = 5_000
# The tables that are followed. Not those that each order writes (messages, events, parcels, orders,
# the feed): they have a timeline of their own, and a row for each of their rows would double them.
THINGS: Final = frozenset(
    {
        "analytics_figurereport",
        "automations_rule",
        "fleet_alertrule",
        "messaging_basketsettings",
        "messaging_channelmode",
        "messaging_deliverymode",
        "messaging_halt",
        "messaging_nativemail",
        "messaging_promopool",
        "messaging_sender",
        "orders_ordersettings",
        "outbound_endpoint",
        "shipping_calendar",
        "shipping_calendarday",
        "shipping_carrier",
        "shipping_deliverysettings",
        "shipping_processingtime",
        "shipping_trackeraccount",
        "shipping_transittime",
        "statuspage_faqentry",
        "statuspage_pagesettings",
        "stores_agency",
        "stores_apikey",
        "stores_credential",
        "stores_membership",
        "stores_retention",
        "stores_store",
        "templates_app_auditrhythm",
        "templates_app_brand",
        "templates_app_experiment",
        "templates_app_holdout",
        "templates_app_revision",
        "templates_app_template",
        "templates_app_variant",
        "templates_app_waiver",
        "tracking_attributionsettings",
    }
)
# Hidden is what is named like a secret; shortened what is long; kept at least a year.
FUNCTIONS: Final = """
CREATE OR REPLACE FUNCTION notifyhub_shown(name text, value jsonb, secret text[]) RETURNS jsonb
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE
    WHEN value IN ('null'::jsonb, '""'::jsonb) THEN value
    WHEN name = ANY (secret) OR name ~ '(secret|password|token|hash|salt|private)'
      THEN '"•••"'::jsonb
    WHEN length(value::text) > 2000 THEN to_jsonb(left(value::text, 2000) || '…')
    ELSE value END
$$;
CREATE OR REPLACE FUNCTION notifyhub_record_change() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  quiet text[] := string_to_array(TG_ARGV[0], ',');
  secret text[] := string_to_array(TG_ARGV[1], ',');
  was jsonb;
  becomes jsonb;
  row_now jsonb;
  the_store bigint;
  the_agency bigint;
  said jsonb;
BEGIN
  IF TG_OP <> 'INSERT' THEN was := to_jsonb(OLD) - quiet; END IF;
  IF TG_OP <> 'DELETE' THEN becomes := to_jsonb(NEW) - quiet; END IF;
  -- Tokens of an installed app change by themselves, each hour.
  IF TG_TABLE_NAME = 'stores_credential' AND was->>'kind' = 'INSTALLED'
    AND becomes->>'kind' = 'INSTALLED' THEN
    was := was - 'access_token';
    becomes := becomes - 'access_token';
  END IF;
  IF was = becomes THEN RETURN NULL; END IF;
  row_now := coalesce(becomes, was);
  the_store := CASE TG_TABLE_NAME WHEN 'stores_store' THEN row_now->>'id'
    ELSE row_now->>'store_id' END;
  the_agency := coalesce(
    CASE TG_TABLE_NAME WHEN 'stores_agency' THEN row_now->>'id' ELSE row_now->>'agency_id' END,
    (SELECT agency_id::text FROM stores_store WHERE id = the_store));
  IF the_agency IS NULL THEN RETURN NULL; END IF;
  said := coalesce(nullif(current_setting('pghistory.context_metadata', true), ''), '{}')::jsonb;
  INSERT INTO stores_change (public_id, agency_id, store_id, thing, thing_id, name, deed,
    before, after, at, who, label, door, through, request)
  SELECT gen_random_uuid(), the_agency, the_store, TG_TABLE_NAME, (row_now->>'id')::bigint,
    left(coalesce(row_now->>'name', row_now->>'label', row_now->>'question', row_now->>'url',
      row_now->>'kind', ''), 200),
    CASE TG_OP WHEN 'INSERT' THEN 'ADDED' WHEN 'UPDATE' THEN 'CHANGED' ELSE 'REMOVED' END,
    (SELECT jsonb_object_agg(key, notifyhub_shown(key, value, secret)) FROM jsonb_each(was)
      WHERE becomes IS NULL OR becomes->key IS DISTINCT FROM value),
    (SELECT jsonb_object_agg(key, notifyhub_shown(key, value, secret)) FROM jsonb_each(becomes)
      WHERE was IS NULL OR was->key IS DISTINCT FROM value),
    clock_timestamp(), left(coalesce(said->>'who', ''), 40),
    left(coalesce(said->>'label', ''), 254),
    left(coalesce(said->>'door', ''), 12), left(coalesce(said->>'through', ''), 120),
    (said->>'request')::uuid;
  RETURN NULL;
END
$$;
CREATE OR REPLACE FUNCTION notifyhub_drop_changes(until timestamptz, most integer)
RETURNS integer LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  gone integer;
BEGIN
  DELETE FROM stores_change WHERE id IN (
    SELECT id FROM stores_change
    WHERE at < least(until, now() - interval '365 days') ORDER BY at LIMIT most);
  GET DIAGNOSTICS gone = ROW_COUNT;
  RETURN gone;
END
$$;
"""
# A change is seen by agency and store, and written for a store that is only now being made.
FENCE: Final = """
DROP POLICY fence ON "stores_change";
CREATE POLICY fence ON "stores_change" USING ({seen}) WITH CHECK ({written});
"""


def drop_old(*, before: datetime, limit: int = AT_ONCE) -> int:
    """Drop up to so many changes that are older; how many. None younger than a year goes."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT notifyhub_drop_changes(%s, %s)", [before, limit])
        return int(cursor.fetchone()[0])


class Recorded(migrations.operations.base.Operation):
    """Keep who changed the rows of this table. Not so of `quiet` columns, which we write ourselves;
    of `secret` ones, and all that are named like secrets, only that they changed."""

    reversible = True
    reduces_to_sql = True

    def __init__(
        self, table: str, quiet: Sequence[str] = (), secret: Sequence[str] = (), also: str = ""
    ) -> None:
        self.table = table
        self.quiet = tuple(quiet)
        self.secret = tuple(secret)
        self.also = also  # a WHEN of updates

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        named = {"quiet": self.quiet, "secret": self.secret, "also": self.also}
        return (type(self).__name__, [self.table], {k: v for k, v in named.items() if v})

    def state_forwards(self, app_label: str, state: Any) -> None:
        """The tables' shape does not change."""

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: Any,
        to_state: Any,
    ) -> None:
        told = f"('{','.join(self.quiet)}', '{','.join(self.secret)}')"
        for name, deeds, condition in (
            ("recorded", "INSERT OR DELETE", ""),
            ("recorded_update", "UPDATE", f"WHEN ({self.also})" if self.also else ""),
        ):
            schema_editor.execute(
                f'CREATE TRIGGER {name} AFTER {deeds} ON "{self.table}" FOR EACH ROW '
                f"{condition} EXECUTE FUNCTION notifyhub_record_change{told}"
            )

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: Any,
        to_state: Any,
    ) -> None:
        for name in ("recorded", "recorded_update"):
            schema_editor.execute(f'DROP TRIGGER {name} ON "{self.table}"')

    def describe(self) -> str:
        return f"Record who changes {self.table}"
