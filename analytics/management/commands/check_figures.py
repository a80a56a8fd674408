"""manage.py check_figures [--store PUBLIC-ID] [--days 30] [--mend]"""

from argparse import ArgumentParser
from collections.abc import Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from django.core.management.base import CommandError
from django.utils import timezone

from analytics import days
from stores.commanding import NamedCommand
from stores.models import Store
from stores.scope import every_store

if TYPE_CHECKING:
    from analytics.days import Mismatch

CHUNK: Final = timedelta(days=31)
SHOWN: Final = 20  # of one store; how many more there are is said


class Command(NamedCommand):
    help = "Count the figures of days anew from the feed, and say where the roll-ups differ."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--store", type=UUID, help="only this one, by its public id")
        parser.add_argument("--days", type=int, default=30, help="how far back, today included")
        parser.add_argument(
            "--mend", action="store_true", help="write what is found; folding waits meanwhile"
        )

    def handle(self, *_: Any, **options: Any) -> None:
        if options["days"] < 1:
            raise CommandError("--days is 1 or more.")
        # A store's today may be tomorrow here.
        until = timezone.now().date() + timedelta(days=2)
        since = until - timedelta(days=options["days"] + 1)
        with every_store(because="the figures of all stores are checked"):
            stores = Store.objects.order_by("pk")
            if options["store"]:
                stores = stores.filter(public_id=options["store"])
            if not (known := list(stores)):
                raise CommandError("There is no such store.")
            wrong = sum(
                self._check(store, place, len(known), since, until, mends=options["mend"])
                for place, store in enumerate(known, 1)
            )
        said = f"{wrong} mismatches in {len(known)} stores from {since} on"
        if wrong and not options["mend"]:
            raise CommandError(f"{said}. --mend writes what counting anew finds.")
        self.stdout.write(f"{said}{', mended' if wrong else ''}.")

    def _check(
        self, store: Store, place: int, count: int, since: date, until: date, *, mends: bool
    ) -> int:
        check = days.mend if mends else days.replay
        found: list[Mismatch] = []
        for begin, end in _chunks(since, until):
            found += check(store=store, since=begin, until=end)
        self.stdout.write(f"{place}/{count} {store.name}: {len(found)} mismatches")
        for one in found[:SHOWN]:
            self.stdout.write(f"  {one}")
        if len(found) > SHOWN:
            self.stdout.write(f"  and {len(found) - SHOWN} more")
        return len(found)


def _chunks(since: date, until: date) -> Iterator[tuple[date, date]]:
    """Months at most: the facts of one are counted in memory."""
    while since < until:
        end = min(since + CHUNK, until)
        yield since, end
        since = end
