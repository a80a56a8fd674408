"""Reads a file of parcels in, as the page of the admin does: the same verbs, with a bar."""

import sys
import time
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils import timezone

from common.errors import DomainError
from messaging import parcel_imports
from shipping.models import ParcelImport, ParcelImportRow
from stores.commanding import NamedCommand
from stores.models import Store
from stores.scope import every_store, store_scope

WIDTH = 40


class Command(NamedCommand):
    help = "Add the parcels of a CSV file to a store's orders."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("store", help="its domain: fjell.myshopify.com")
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="say what is wrong, add nothing")
        parser.add_argument("--silent", action="store_true", help="tell no buyer")
        parser.add_argument("--shopify", action="store_true", help="enter the numbers there too")

    def handle(self, *args: Any, **options: Any) -> None:
        with every_store(because="a person names a store by its domain"):
            store = Store.objects.filter(shop_domain=options["store"]).first()
        if store is None:
            raise CommandError(f"There is no store {options['store']}.")
        source = self._checked(store, options["file"])
        if options["dry_run"]:
            self._tell_trouble(source)
            return
        with store_scope(store.pk):
            parcel_imports.begin_import(
                source=source,
                tells_buyers=not options["silent"],
                tells_shopify=options["shopify"],
                actor="import_parcels",
                now=timezone.now(),
            )
        self._run(source)
        self._tell_trouble(source)

    def _checked(self, store: Store, path: Path) -> ParcelImport:
        try:
            with store_scope(store.pk):
                return parcel_imports.check_file(
                    store=store,
                    name=path.name,
                    content=path.read_bytes(),
                    actor="import_parcels",
                    now=timezone.now(),
                )
        except (DomainError, OSError) as refusal:
            raise CommandError(str(refusal)) from refusal

    def _run(self, source: ParcelImport) -> None:
        """Beside the worker, which takes lines of the same file: each is read in once."""
        while True:
            with every_store(because="files of all stores wait in one line"):
                met = parcel_imports.run_imports(now=timezone.now())
            with store_scope(source.store_id):
                source.refresh_from_db()
                waiting = parcel_imports.counts_of(source).get(ParcelImportRow.State.WAITING, 0)
            self._draw(source.rows_count - waiting, source.rows_count)
            if source.state != ParcelImport.State.RUNNING or not (met or waiting):
                break
            if not met:
                time.sleep(0.5)  # a worker has it in hand
        self.stderr.write("")

    def _draw(self, done: int, of: int) -> None:
        if sys.stderr.isatty():
            full = WIDTH * done // max(of, 1)
            bar = "█" * full + "·" * (WIDTH - full)
            self.stderr.write(f"\r{bar} {done}/{of}", ending="")

    def _tell_trouble(self, source: ParcelImport) -> None:
        with store_scope(source.store_id):
            counts = parcel_imports.counts_of(source)
            for row in parcel_imports.troubled(source):
                self.stdout.write(f"line {row.line}: {row.said}")
        said = ", ".join(
            f"{state.label}: {counts.get(state, 0)}" for state in ParcelImportRow.State
        )
        self.stdout.write(said)
