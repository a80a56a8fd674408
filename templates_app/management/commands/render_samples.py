"""Write every sample order in every language as .html and .txt, to be looked at."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from templates_app import previewing, samples
from templates_app.data import NotificationKind


class Command(BaseCommand):
    help = __doc__ or ""
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--out", required=True, type=Path, help="a folder, made if missing")
        parser.add_argument(
            "--kind", default=NotificationKind.ORDER_CONFIRMATION, choices=NotificationKind.values
        )

    def handle(self, *args: Any, **options: Any) -> None:
        folder: Path = options["out"]
        folder.mkdir(parents=True, exist_ok=True)
        words = previewing.default_words(NotificationKind(options["kind"]))
        count = 0
        for name in samples.SAMPLES:
            for locale in words.sources:
                mail = previewing.render_sample(words, sample=name, locale=locale)
                (folder / f"{name}.{locale}.html").write_text(mail.html, "utf-8")
                (folder / f"{name}.{locale}.txt").write_text(mail.text, "utf-8")
                count += 1
        self.stdout.write(f"{count} mails in {folder}")
