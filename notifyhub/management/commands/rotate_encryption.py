"""manage.py rotate_encryption: write every secret anew by the newest of NOTIFYHUB_ENCRYPTION_KEYS.

May run beside everything else, be stopped by Ctrl-C, and be run again: what is done is passed over.
When it ends with nothing left, the older keys can be taken out of the setting.
"""

from typing import Any

from allauth.mfa.models import Authenticator
from cryptography.fernet import InvalidToken
from django.core.management.base import CommandError, CommandParser

from common import renewing
from notifyhub.demo.progress import Progress
from stores.commanding import NamedCommand
from stores.models import ExportArchive
from stores.scope import every_store

# Sealed by the same keys in columns that are not ours, or not of text.
BESIDE = (
    renewing.KeyOfJson(Authenticator, "data", "secret"),  # of apps for codes
    renewing.KeyOfJson(Authenticator, "data", "seed"),  # of recovery codes
    renewing.Blob(ExportArchive, "sealed"),
)


class Command(NamedCommand):
    help = "Write every secret anew by the newest encryption key; stop and repeat as you like."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--check", action="store_true", help="only count what an older key has sealed"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        self.changed, self.lost = 0, list[str]()
        with every_store(because="secrets of all agencies are sealed by one key"):
            try:
                for column in (*renewing.columns(), *BESIDE):
                    self._renew(column, only_counts=options["check"])
            except KeyboardInterrupt:
                raise CommandError(
                    f"Stopped. {self.changed} were written anew; run it again for the rest."
                ) from None
        if self.lost:
            raise CommandError(
                "None of NOTIFYHUB_ENCRYPTION_KEYS opens these; put their key back: "
                + ", ".join(self.lost[:20])
            )
        if options["check"]:
            self.stdout.write(f"{self.changed} secrets are sealed by an older key.")
            return
        self.stdout.write(
            f"{self.changed} secrets were written anew. The older keys are not needed any more."
        )

    def _renew(self, column: renewing.Column, *, only_counts: bool) -> None:
        with Progress(str(column), total=column.count()) as bar:
            for row_id, sealed in renewing.olds(column):
                bar.advance()
                if sealed is None:
                    continue
                try:
                    self.changed += only_counts or column.renew(row_id, sealed)
                except InvalidToken:
                    self.lost.append(f"{column} {row_id}")
