"""manage.py load_networks APPLE egress-ip-ranges.csv"""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.utils import timezone

from common.errors import DomainError
from stores.commanding import NamedCommand
from tracking import loading
from tracking.models.judgement import LISTED


class Command(NamedCommand):
    help = "Keep a file of networks as the newest list of a class: whose visitors come from there."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("network", choices=LISTED, help="whose networks these are")
        parser.add_argument("file", type=Path, help="CSV; the first column is a network")
        parser.add_argument(
            "--add", action="store_true", help="add to the last list instead of taking its place"
        )

    def handle(self, *_: Any, **options: Any) -> None:
        path: Path = options["file"]
        try:
            lines = path.read_text(encoding="utf-8-sig").splitlines()
            kept = loading.load_networks(
                network=options["network"],
                lines=lines,
                source=path.name,
                now=timezone.now(),
                adds=options["add"],
            )
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(f"{path} cannot be read: {error}") from error
        except DomainError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            f"{kept.network}, version {kept.version}: {kept.networks_count} networks. "
            "Every process knows them within a few minutes."
        )
