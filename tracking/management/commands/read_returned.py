"""manage.py read_returned: mail that came back, from standard input or a maildir."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any, Final

from django.core.management.base import CommandError
from django.db import InterfaceError, OperationalError
from django.utils import timezone

from stores.commanding import NamedCommand
from stores.scope import every_store, store_scope
from tracking import returned, returning

AGAIN: Final = 75  # EX_TEMPFAIL: the mail server keeps it and tries again


class Command(NamedCommand):
    help = (
        "Read one returned mail from standard input, as a mail server pipes it, or all new ones of "
        "a maildir. What is no returned mail of ours is let be; what was read is told once."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--to", default="", help="the address that it was delivered to")
        parser.add_argument("--maildir", type=Path, help="read its new mails, and mark them seen")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            if options["maildir"]:
                self._read_all(options["maildir"])
            else:
                raw = sys.stdin.buffer.read(returned.LARGEST)
                self.stdout.write(_words(_keep(raw, options["to"])))
        except (OperationalError, InterfaceError) as error:
            raise CommandError("The database is away; keep the mail.", returncode=AGAIN) from error

    def _read_all(self, maildir: Path) -> None:
        if not (maildir / "new").is_dir() or not (maildir / "cur").is_dir():
            raise CommandError(f"{maildir} is no maildir: it has no folders new and cur.")
        found = told = 0
        for path in sorted((maildir / "new").iterdir()):
            with path.open("rb") as file:
                told += _keep(file.read(returned.LARGEST), "")
            path.rename(maildir / "cur" / f"{path.name}:2,S")
            found += 1
        self.stdout.write(f"{found} mails read, {told} of them told a message of ours.")


def _keep(raw: bytes, brought_to: str) -> bool:
    said = returned.read(raw, brought_to=brought_to)
    if said is None:
        return False
    with every_store(because="a returned mail names its message, and the message its store"):
        store_id = returning.store_of(said)
    if store_id is None:
        return False
    with store_scope(store_id):
        return returning.keep_returned(store_id=store_id, returned=said, now=timezone.now())


def _words(is_kept: bool) -> str:
    return "Told to its message." if is_kept else "No returned mail of ours: let be."
