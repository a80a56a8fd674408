"""`manage.py seed_demo`: an invented agency with five stores and 90 days of orders."""

import secrets
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError
from django.utils import timezone

from notifyhub.demo.catalogue import AGENCY, PEOPLE
from notifyhub.demo.founding import demo_agency
from notifyhub.demo.progress import Progress
from notifyhub.demo.seeding import Plan, seed, wipe
from notifyhub.demo.shop import SEED
from stores.commanding import NamedCommand
from stores.roles import Role

# Known to everybody, hence only where nobody else can reach the installation.
LOCAL_PASSWORD = "nordlinje"  # noqa: S105 -- printed for whoever runs the demo


class Command(NamedCommand):
    help = "Make an invented agency with five stores and 90 days of orders, mails and parcels."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--orders", type=int, default=2050, help="of all stores together")
        parser.add_argument("--seed", type=int, default=SEED, help="another seed, another world")
        parser.add_argument("--wipe", action="store_true", help="remove the demo first")
        parser.add_argument("--force", action="store_true", help="also on a real installation")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.IS_LOCAL and not options["force"]:
            raise CommandError(
                "This installation is a real one (DATABASE_URL is set). Invented orders beside "
                "true ones mislead; if you want them all the same: --force"
            )
        if options["wipe"] and wipe():
            self.stderr.write("The demo was removed.")
        if demo_agency() is not None:
            self.stderr.write("The demo is there already; nothing was changed.")
            self._say_log_in(LOCAL_PASSWORD if settings.IS_LOCAL else "")
            return
        password = LOCAL_PASSWORD if settings.IS_LOCAL else secrets.token_urlsafe(12)
        plan = Plan(timezone.now(), options["orders"], options["seed"], password)
        with Progress("Orders", total=plan.orders) as progress:
            seeded = seed(plan, progress)
        self.stderr.write(
            f"{seeded.orders} orders and {seeded.mails} mails in {progress.seconds:.1f} s."
        )
        self._say_log_in(password)

    def _say_log_in(self, password: str) -> None:
        """To stdout alone, since script/server shows it last."""
        owner = next(person for person in PEOPLE if person.role == Role.OWNER)
        known = f"  password: {password}" if password else "  (the password was printed once)"
        self.stdout.write(f"Log in at /admin/ as {owner.email}{known}")
        others = ", ".join(
            f"{one.email} ({one.role.lower()})" for one in PEOPLE if one is not owner
        )
        self.stdout.write(f"{AGENCY}'s others, with the same password: {others}")
