"""`manage.py simulate --store fjell-garn`: play a shop, and see mails appear."""

import asyncio
import contextlib
import logging
import time
from argparse import ArgumentParser
from dataclasses import dataclass
from statistics import median
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.core.management.base import CommandError
from django.db.models import Max
from django.utils import timezone

from messaging.models import Message
from messaging.states import State
from notifyhub.demo.catalogue import SHOPS
from notifyhub.demo.posting import Address, Faults, Post, Tally, deliver, posts
from notifyhub.demo.progress import Progress
from notifyhub.demo.world import Shop
from orders.models import Order
from stores.commanding import NamedCommand
from stores.models import Credential, Store
from stores.scope import every_store, store_scope

OURSELVES = ("127.0.0.1", "localhost", "::1")
PATIENCE = 60  # seconds to wait for mails after the last webhook
ON_ITS_WAY = (State.PLANNED, State.CLAIMED, State.TRANSMITTING)


class Command(NamedCommand):
    help = "Play a shop: post signed webhooks to a running server, and say which mails came of it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--store", required=True, help="fjell-garn, x.myshopify.com or a store's id in URLs"
        )
        parser.add_argument("--url", default=settings.NOTIFYHUB_BASE_URL, help="of the server")
        parser.add_argument("--count", type=int, default=50, help="orders")
        parser.add_argument("--rate", type=float, default=2.0, help="orders a second")
        parser.add_argument("--burst", action="store_true", help="all of them at once")
        parser.add_argument("--days-ago", type=int, default=0, help="placed then, with all since")
        parser.add_argument("--shuffle", action="store_true", help="arriving in any order")
        for name, what in (
            ("duplicates", "repeated"),
            ("forge", "posted with a bad signature too"),
        ):
            parser.add_argument(
                f"--{name}", type=float, nargs="?", const=0.2, default=0.0, help=f"share {what}"
            )
        parser.add_argument("--as", dest="shop", help="whose goods are bought, as qinghe-tea")
        parser.add_argument("--yes", action="store_true", help="also to another machine")

    def handle(self, *args: Any, **options: Any) -> None:
        logging.getLogger("httpx").setLevel(logging.WARNING)  # the bar says it all
        host = urlsplit(options["url"]).hostname or ""
        if host not in OURSELVES and not options["yes"]:
            raise CommandError(
                f"{host!r} is not this machine. To post invented orders there: --yes"
            )
        if options["count"] < 1 or (options["rate"] <= 0 and not options["burst"]):
            raise CommandError("--count and --rate must be greater than zero.")
        game = _game(options)
        tally = Tally()
        with Progress("Webhooks", total=len(game.posts)) as bar, _stoppable():
            asyncio.run(
                deliver(
                    game.posts, game.address, tally, said=lambda: bar.advance(note=tally.words())
                )
            )
        self.stdout.write(f"{bar.done} of {len(game.posts)} webhooks posted: {tally.words()}")
        if tally.unanswered:
            self.stdout.write(f"{tally.unanswered} webhooks were given up: the server is away.")
        if tally.forged_accepted:
            raise CommandError(f"{tally.forged_accepted} forged webhooks were accepted.")
        with _stoppable():
            self._tell_mails(game.store, tally)

    def _tell_mails(self, store: Store, tally: Tally) -> None:
        """Wait for the mails of the orders that were taken, and say what became of each."""
        orders = list(tally.accepted_at)
        with Progress("Mails", total=len(orders)) as bar:
            deadline = time.monotonic() + PATIENCE
            while time.monotonic() < deadline:
                states = _outcomes(store, orders)
                bar.done = sum(1 for state in states if state not in ON_ITS_WAY)
                bar.advance(0)
                if bar.done >= len(orders):
                    break
                time.sleep(0.2)
        self.stdout.write(_words(store, tally))


@dataclass(frozen=True, slots=True)
class _Game:
    store: Store
    address: Address
    posts: list[Post]


def _game(options: dict[str, Any]) -> _Game:
    store = _store(options["store"])
    shop = _shop(options["shop"] or store.shop_domain)
    with store_scope(store.pk):
        secret = Credential.objects.get(store=store).webhook_secret
        known = Order.objects.filter(store=store).aggregate(last=Max("number"))["last"]
    if not secret:
        raise CommandError(f"{store} has no webhook secret, so nothing can be signed for it.")
    first = max(known or 0, shop.first_number) + 1
    made = posts(
        shop,
        range(first, first + options["count"]),
        start=timezone.now(),
        rate=0 if options["burst"] else options["rate"],
        faults=Faults(options["duplicates"], options["forge"], options["shuffle"]),
        days_ago=options["days_ago"],
    )
    url = f"{options['url'].rstrip('/')}/in/shopify/{store.public_id}"
    return _Game(store, Address(url, store.shop_domain, secret), made)


def _store(named: str) -> Store:
    """The store of that key, Shopify domain or public id."""
    with every_store(because="a command names a store before its scope can be opened"):
        stores = Store.objects.filter(shop_domain__in=[named, f"{named}-demo.myshopify.com"])
        with contextlib.suppress(ValueError):
            stores = Store.objects.filter(public_id=UUID(named))
        store = stores.first()
        if store is None:
            known = ", ".join(Store.objects.values_list("shop_domain", flat=True)[:20])
            raise CommandError(f"No store {named!r}. There are: {known or 'none'}.")
    return store


def _shop(named: str) -> Shop:
    for shop in SHOPS:
        if named in (shop.key, shop.shop_domain):
            return shop
    keys = ", ".join(shop.key for shop in SHOPS)
    raise CommandError(f"{named} is none of the invented shops. Say whose goods: --as {keys}")


def _outcomes(store: Store, orders: list[int]) -> list[str]:
    with store_scope(store.pk):
        rows = Message.objects.filter(store=store, order__shopify_id__in=orders)
        return list(rows.values_list("state", flat=True))


def _words(store: Store, tally: Tally) -> str:
    with store_scope(store.pk):
        rows = Message.objects.filter(store=store, order__shopify_id__in=list(tally.accepted_at))
        told = list(rows.values_list("order__shopify_id", "state", "sent_at", "reason"))
    waits = [
        sent_at.timestamp() - tally.accepted_at[order]
        for order, state, sent_at, _ in told
        if state == State.SENT and sent_at
    ]
    others = [f"{state}{f' ({reason})' if reason else ''}" for _, state, _, reason in told]
    rest = [f"{others.count(one)} {one}" for one in sorted(set(others)) if one != State.SENT]
    if not waits:
        return f"No mail went out. {'; '.join(rest) or 'Is a worker running?'}"
    line = (
        f"{len(waits)} mails went out for {len(tally.accepted_at)} orders: half within "
        f"{max(0.0, median(waits)):.1f} s of the order, the last after {max(0.0, *waits):.1f} s."
    )
    return f"{line} Others: {'; '.join(rest)}." if rest else line


def _stoppable() -> contextlib.AbstractContextManager[None]:
    """Ctrl-C ends the part it stops; what was done by then is still told."""
    return contextlib.suppress(KeyboardInterrupt)
