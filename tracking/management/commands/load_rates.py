"""Rates of exchange from a file of the European Central Bank; nothing is fetched."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.utils import timezone

from stores.commanding import NamedCommand
from stores.scope import every_store
from tracking.attribution import converting, rates


class Command(NamedCommand):
    help = (
        "Load rates of exchange from eurofxref-hist.csv or eurofxref.csv (“-”: standard input), "
        "and convert what waited for them."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", help="the Bank's CSV file")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            count = self._load(options["file"])
        except (OSError, UnicodeDecodeError, rates.NotRates) as error:
            raise CommandError(str(error)) from error
        with every_store(because="credits of all stores wait for the same rates"):
            converted, left = converting.convert_waiting(now=timezone.now())
        self.stdout.write(
            f"{count} rates, the newest of {rates.last_day()}. "
            f"Orders converted: {converted}; still without a rate: {left}."
        )

    def _load(self, name: str) -> int:
        if name == "-":
            return rates.load_rates(lines=sys.stdin)
        with Path(name).open(encoding="utf-8-sig", newline="") as lines:
            return rates.load_rates(lines=lines)
