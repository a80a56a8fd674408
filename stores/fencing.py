"""The second wall as a migration operation: row-level security on a tenant's table.

    operations = [migrations.CreateModel("Order", …), Fence("Order")]

# Note [Row-level security]
Policies compare with two session settings that common/db tells each connection: `notifyhub.stores`
("{1,2}", or "*" for every store) and `notifyhub.agencies`. Both are read once per statement (an
InitPlan), not once per row. FORCE binds the table's owner too; only a superuser or BYPASSRLS
passes, hence the application's sessions assume a role that is neither.
"""

from typing import Any

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

FUNCTIONS = """
CREATE OR REPLACE FUNCTION notifyhub_sees_all() RETURNS boolean
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT coalesce(current_setting('notifyhub.stores', true), '') = '*'
$$;
CREATE OR REPLACE FUNCTION notifyhub_stores() RETURNS bigint[]
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT CASE WHEN coalesce(current_setting('notifyhub.stores', true), '') IN ('', '*')
    THEN '{}'::bigint[] ELSE current_setting('notifyhub.stores', true)::bigint[] END
$$;
"""
# Apart, since it reads the table of stores: the agencies named, else those of the stores in scope.
AGENCIES = """
CREATE OR REPLACE FUNCTION notifyhub_agencies() RETURNS bigint[]
LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
BEGIN
  IF coalesce(current_setting('notifyhub.agencies', true), '') <> '' THEN
    RETURN current_setting('notifyhub.agencies', true)::bigint[];
  END IF;
  RETURN ARRAY(SELECT DISTINCT agency_id FROM stores_store WHERE id = ANY (notifyhub_stores()));
END
$$;
"""

SEES_ALL = "(SELECT notifyhub_sees_all())"
BY_STORE = "{column} = ANY ((SELECT notifyhub_stores())::bigint[])"
BY_AGENCY = "{column} = ANY ((SELECT notifyhub_agencies())::bigint[])"


def policy(*, store: str | None, agency: str | None, store_is_optional: bool = False) -> str:
    """The condition under which a row is seen, and may be written."""
    parts = []
    if agency:
        parts.append(BY_AGENCY.format(column=agency))
    if store:
        by_store = BY_STORE.format(column=store)
        parts.append(f"({store} IS NULL OR {by_store})" if store_is_optional else by_store)
    return f"{SEES_ALL} OR ({' AND '.join(parts)})"


def fence_sql(table: str, condition: str) -> list[str]:
    return [
        f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY',
        f'ALTER TABLE "{table}" FORCE ROW LEVEL SECURITY',
        f'CREATE POLICY fence ON "{table}" USING ({condition}) WITH CHECK ({condition})',
    ]


# A store is seen by its id, and made or moved only within the scope's agency.
STORES_AND_AGENCIES = [
    'ALTER TABLE "stores_store" ENABLE ROW LEVEL SECURITY',
    'ALTER TABLE "stores_store" FORCE ROW LEVEL SECURITY',
    f'CREATE POLICY fence ON "stores_store" USING ({policy(store="id", agency=None)}) '
    f"WITH CHECK ({policy(store=None, agency='agency_id')})",
    *fence_sql("stores_agency", policy(store=None, agency="id")),
]


class Fence(migrations.operations.base.Operation):
    """ENABLE and FORCE row-level security on the table, by its `store` and `agency` columns."""

    reversible = True
    reduces_to_sql = True

    def __init__(self, model_name: str) -> None:
        self.model_name = model_name

    def state_forwards(self, app_label: str, state: Any) -> None:
        """The tables' shape does not change."""

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: Any,
        to_state: Any,
    ) -> None:
        model = to_state.apps.get_model(app_label, self.model_name)
        columns = {field.column: field for field in model._meta.concrete_fields}
        store = columns.get("store_id")
        condition = policy(
            store="store_id" if store else None,
            agency="agency_id" if "agency_id" in columns else None,
            store_is_optional=bool(store and store.null),
        )
        for statement in fence_sql(model._meta.db_table, condition):
            schema_editor.execute(statement)

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: Any,
        to_state: Any,
    ) -> None:
        table = from_state.apps.get_model(app_label, self.model_name)._meta.db_table
        schema_editor.execute(f'DROP POLICY fence ON "{table}"')
        schema_editor.execute(f'ALTER TABLE "{table}" NO FORCE ROW LEVEL SECURITY')
        schema_editor.execute(f'ALTER TABLE "{table}" DISABLE ROW LEVEL SECURITY')

    def describe(self) -> str:
        return f"Fence {self.model_name} by row-level security"
