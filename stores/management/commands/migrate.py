"""Django's migrate, run as the owner of the tables, leaving the application's role its grants."""

from typing import Any

from django.conf import settings
from django.core.management.base import CommandError
from django.core.management.commands import migrate
from django.db import DatabaseError, connections
from psycopg import errors, sql

from common.db.base import DatabaseWrapper
from common.db.migrating import GrowingExecutor

# Django's command takes no other; see Note [States] in common/db/migrating.py.
migrate.MigrationExecutor = GrowingExecutor  # type: ignore[attr-defined]


class Command(migrate.Command):
    def handle(self, *args: Any, **options: Any) -> None:
        connection = connections[options["database"]]
        if not isinstance(connection, DatabaseWrapper):
            raise CommandError(f"The database {options['database']!r} does not use common.db")
        role = settings.NOTIFYHUB_DATABASE_ROLE
        with connection.as_owner():
            if role:
                _ensure_role(connection, role)
            super().handle(*args, **options)
            if role:
                _grant(connection, role)


# Written by triggers, as the owner; see Note [Changes] in stores/recorded.py.
READ_ONLY = ("stores_change",)


def _ensure_role(connection: DatabaseWrapper, role: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
        if cursor.fetchone():
            return
        try:
            cursor.execute(
                sql.SQL(
                    "CREATE ROLE {role} NOLOGIN NOBYPASSRLS; GRANT {role} TO CURRENT_USER"
                ).format(role=sql.Identifier(role))
            )
        except DatabaseError as error:
            if isinstance(error.__cause__, errors.DuplicateObject | errors.UniqueViolation):
                return  # another test database of this server was made at the same moment
            if not isinstance(error.__cause__, errors.InsufficientPrivilege):
                raise
            raise CommandError(
                f"The role {role!r} does not exist and this log-in may not create it. "
                f'Let a superuser run: CREATE ROLE "{role}" NOLOGIN NOBYPASSRLS; '
                f'GRANT "{role}" TO <this log-in>;'
            ) from error


def _grant(connection: DatabaseWrapper, role: str) -> None:
    with connection.cursor() as cursor:
        for statement in (
            "GRANT USAGE ON SCHEMA public TO {}",
            "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {}",
            "GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {}",
        ):
            cursor.execute(sql.SQL(statement).format(sql.Identifier(role)))
        for table in READ_ONLY:
            cursor.execute("SELECT to_regclass(%s)", [table])
            if cursor.fetchone()[0]:
                revoke = "REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON {} FROM {}"
                names = (sql.Identifier(table), sql.Identifier(role))
                cursor.execute(sql.SQL(revoke).format(*names))
