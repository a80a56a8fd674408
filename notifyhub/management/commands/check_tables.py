"""manage.py check_tables [--json]"""

import json
from argparse import ArgumentParser
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any, Final

from django.core.management.base import CommandError
from django.db import DEFAULT_DB_ALIAS, connections
from django.utils import timezone

from common.db import tables
from common.db.base import DatabaseWrapper
from stores.commanding import NamedCommand
from stores.scope import every_store
from tracking import parts

# The limits stand in docs/operations.md too; a test compares.
DEAD_ROWS: Final = 100_000
DEAD_SHARE: Final = 0.2
OPEN_SECONDS: Final = 300
TIMES_TOO_BIG: Final = 2.0
BIG_INDEX: Final = 100 * 2**20
UNFROZEN: Final = 1.5  # times autovacuum_freeze_max_age
SLOT_BYTES: Final = 2**30
SHOWN: Final = 15


@dataclass(frozen=True, slots=True)
class Finding:
    """What is not as it should be, and what to do."""

    what: str
    advice: str


class Command(NamedCommand):
    help = "Say how tables and indexes fare; exits with 1 where an operator should act."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="for programs")

    def handle(self, *_: Any, **options: Any) -> None:
        connection = connections[DEFAULT_DB_ALIAS]
        if not isinstance(connection, DatabaseWrapper):
            raise CommandError("The database does not use common.db.")
        # The owner, since others' transactions are shown to their own log-in alone.
        with (
            every_store(because="pages of all stores' tables are looked at"),
            connection.as_owner(),
        ):
            known = tables.tables()
            found = list(_findings(known))
        if options["json"]:
            said = {
                "tables": [asdict(table) for table in known],
                "findings": [asdict(one) for one in found],
            }
            self.stdout.write(json.dumps(said, default=str))
        else:
            self._say(known, found)
        if found:
            raise CommandError(f"{len(found)} to act on.", returncode=1)

    def _say(self, known: list[tables.Table], found: list[Finding]) -> None:
        self.stdout.write(
            f"{'table':<32}{'parts':>6}{'rows':>14}{'dead':>12}{'MB':>9}{'indexes':>9}"
        )
        for table in known[:SHOWN]:
            self.stdout.write(
                f"{table.name:<32}{table.parts or '':>6}{table.live:>14,}{table.dead:>12,}"
                f"{table.heap_bytes // 2**20:>9,}{table.index_bytes // 2**20:>9,}"
            )
        for one in found:
            self.stdout.write(self.style.WARNING(one.what))
            self.stdout.write(f"  {one.advice}")
        if not found:
            self.stdout.write("Nothing to act on.")


def _findings(known: list[tables.Table]) -> Iterator[Finding]:
    yield from of_tables(known, freeze_limit=tables.freeze_limit())
    yield from _of_indexes()
    oldest = tables.oldest_transaction()
    if oldest and oldest[1] > OPEN_SECONDS:
        yield Finding(
            f"{oldest[0]} has been open for {oldest[1] / 60:.0f} minutes",
            "VACUUM removes nothing newer and feeds wait: end it, SELECT pg_terminate_backend(pid)",
        )
    for name, held in tables.idle_slots():
        if held > SLOT_BYTES:
            yield Finding(
                f"the replication slot {name} holds back {held / 2**30:.1f} GB of log",
                f"start its reader, or SELECT pg_drop_replication_slot('{name}')",
            )
    for what in parts.missing(now=timezone.now()):
        yield Finding(what, "look at tracking.make_parts in the log, and at beat; nothing is lost")


def of_tables(known: list[tables.Table], *, freeze_limit: int) -> Iterator[Finding]:
    """By what is dead in them, and by how old they are."""
    limit = freeze_limit * UNFROZEN
    for table in known:
        if table.dead > DEAD_ROWS and table.dead_share > DEAD_SHARE:
            yield Finding(
                f"{table.name}: {table.dead:,} dead rows, {table.dead_share:.0%} of all",
                "autovacuum does not keep up: look for old transactions first, then "
                f"VACUUM (VERBOSE) {table.name}; if it comes back, lower its scale factor",
            )
        if table.unfrozen_age > limit:
            yield Finding(
                f"{table.name}: oldest row unfrozen for {table.unfrozen_age:,} transactions",
                f"VACUUM (FREEZE, VERBOSE) {table.name}; writes stop at 2,000,000,000",
            )


def _of_indexes() -> Iterator[Finding]:
    for name in tables.invalid_indexes():
        yield Finding(f"{name} is invalid", f"DROP INDEX CONCURRENTLY {name}, and make it again")
    for index in tables.indexes(least_bytes=BIG_INDEX):
        if index.times_too_big > TIMES_TOO_BIG:
            yield Finding(
                f"{index.name} takes {index.size_bytes // 2**20:,} MB, "
                f"{index.times_too_big:.1f} times what it would if it were new",
                f"REINDEX INDEX CONCURRENTLY {index.name}",
            )
