"""`manage.py make_key "My program"`: an API key from a terminal, for who may run commands here."""

from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.core.management.base import CommandError
from django.utils import timezone

from common.errors import DomainError
from stores import services
from stores.access import Actor
from stores.commanding import NamedCommand
from stores.data import KeyGrant
from stores.models import Agency, Store
from stores.roles import Verb
from stores.scope import every_store


class Command(NamedCommand):
    help = "Make an API key and print it, once: only its hash is kept."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", help="of the program that will use it")
        parser.add_argument("--agency", default="", help="its name; needed where there are several")
        parser.add_argument(
            "--store",
            action="append",
            default=[],
            help="its name or Shopify domain, more than once for several; none: all of the agency",
        )
        parser.add_argument(
            "--verb",
            action="append",
            default=[],
            choices=Verb.values,
            help="what it may do, more than once for several; none: everything",
        )
        parser.add_argument("--test", action="store_true", help="for sandbox stores only")
        parser.add_argument("--days", type=int, default=0, help="until it expires; none: never")

    def handle(self, *_args: Any, **options: Any) -> None:
        now = timezone.now()
        with every_store(because="whoever runs commands here may do anything"):
            agency = _agency(options["agency"])
            stores = tuple(Store.objects.filter(agency=agency).order_by("name"))
            named = [_store(stores, name) for name in options["store"]]
            grant = KeyGrant(
                name=options["name"][:80],
                verbs=frozenset(options["verb"] or Verb.values),
                store_ids=frozenset(store.pk for store in named) if named else None,
                is_test=options["test"],
                expires_at=now + timedelta(days=options["days"]) if options["days"] else None,
            )
            try:
                _key, text = services.create_key(
                    grant=grant, actor=_anybody(agency, stores), now=now
                )
            except DomainError as error:
                raise CommandError(str(error)) from error
        self.stdout.write(text)


def _agency(name: str) -> Agency:
    rows = Agency.objects.order_by("name")
    found = list(rows.filter(name__iexact=name) if name else rows[:20])
    if len(found) == 1:
        return found[0]
    known = ", ".join(agency.name for agency in rows[:20])
    if not known:
        raise CommandError("There is no agency yet: `manage.py found_agency` makes one.")
    raise CommandError(f"Say which agency with --agency. There is: {known}.")


def _store(stores: tuple[Store, ...], name: str) -> Store:
    for store in stores:
        domain = store.shop_domain.lower()
        known_as = {store.name.lower(), domain, domain.removesuffix(".myshopify.com")}
        if name.lower() in known_as:
            return store
    known = ", ".join(store.name for store in stores[:20]) or "none"
    raise CommandError(f"The agency has no store {name!r}. It has: {known}.")


def _anybody(agency: Agency, stores: tuple[Store, ...]) -> Actor:
    return Actor(
        agency_id=agency.pk,
        agency_name=agency.name,
        store_ids=frozenset(store.pk for store in stores),
        verbs=frozenset(Verb.values),
        label="the server's console",
        has_all_stores=True,
        stores=stores,
    )
