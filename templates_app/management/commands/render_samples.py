"""Write our mail of every kind, on every sample and in every language, to be looked at."""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from stores.commanding import NamedCommand
from templates_app import catalogue, previewing, rendering, samples
from templates_app.data import NotificationKind


class Command(NamedCommand):
    help = __doc__ or ""
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--out", required=True, type=Path, help="a folder, made if missing")
        parser.add_argument(
            "--kind",
            choices=NotificationKind.values,
            action="append",
            help="only these kinds, else all that have words",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        folder: Path = options["out"]
        folder.mkdir(parents=True, exist_ok=True)
        count = 0
        for kind in options["kind"] or NotificationKind.values:
            if catalogue.kind_words(kind) is None:
                continue
            words = previewing.default_words(NotificationKind(kind))
            for name, sample in samples.for_kind(kind).items():
                for locale in words.locales:
                    mail = rendering.render(revision=words, locale=locale, context=sample())
                    path = folder / f"{kind.lower()}.{name}.{locale}.html"
                    path.write_text(mail.html, "utf-8")
                    path.with_suffix(".txt").write_text(f"{mail.subject}\n\n{mail.text}", "utf-8")
                    count += 1
        self.stdout.write(f"{count} mails in {folder}")
