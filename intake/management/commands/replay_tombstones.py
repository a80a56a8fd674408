"""After a restore, before anything is started: do again what was erased since the dump."""

import sys
import time
from typing import Any

from django.core.management.base import CommandError
from django.utils import timezone

from intake.buyers import replaying
from stores import ledger
from stores.commanding import NamedCommand


class Command(NamedCommand):
    help = (
        "Erases again, in a restored database, every buyer whom the ledger (NOTIFYHUB_LEDGER) says "
        "was erased after the dump was made. May be stopped and called again."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        if ledger.place() is None:
            raise CommandError("NOTIFYHUB_LEDGER is not set, so there is no ledger to replay.")
        began = time.monotonic()
        try:
            written = replaying.write_missing_lines()
            done = replaying.replay_all(now=timezone.now(), tell=self._tell)
        except (ledger.KeyMissing, ledger.LedgerAway) as error:
            raise CommandError(str(error)) from error
        seconds = time.monotonic() - began
        self.stdout.write(f"{done} erasures replayed, {written} lines added, {seconds:.1f} s.")

    def _tell(self, progress: replaying.Progress) -> None:
        is_step = progress.done % 100 == 0 or progress.done == progress.total
        if is_step and sys.stdout.isatty():
            self.stdout.write(f"\r{progress.done} of {progress.total}", ending="")
        elif is_step:
            self.stdout.write(f"{progress.done} of {progress.total}")
