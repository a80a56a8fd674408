"""`script/shopify`: the played Shopify as a program of its own, for the demo and for trying out.

Wants nothing but Python and httpx. Shops open as they are asked for, with some orders in each.
"""

import argparse
import contextlib
import threading
import time
from typing import Final

from tests.shopify import selling
from tests.shopify.news import News, deliver
from tests.shopify.server import Played
from tests.shopify.shop import PlayedShop

EVERY: Final = 0.5  # seconds between two rounds of the webhooks' post
AGAIN: Final = 5.0  # before what failed is tried once more


def main() -> int:
    parser = argparse.ArgumentParser(prog="script/shopify", description=__doc__)
    parser.add_argument("--port", type=int, default=8090)
    parser.add_argument("--orders", type=int, default=12, help="in each shop that opens")
    said = parser.parse_args()

    def opens(shop: PlayedShop) -> None:
        shop.listeners.append(selling.echo)
        selling.seed(shop, said.orders, days=3)

    played = Played(opens=opens)
    with played.start(said.port) as server, contextlib.suppress(KeyboardInterrupt):
        threading.Thread(target=_post, args=(played,), daemon=True).start()
        print(f"Shopify is played at {played.address}/ for:", flush=True)
        print(
            f"  NOTIFYHUB_SHOPIFY_URL={played.url} SHOPIFY_API_KEY={played.app.client_id} "
            f"SHOPIFY_API_SECRETS={played.app.secret}",
            flush=True,
        )
        server.serve_forever()
    return 0


def _post(played: Played) -> None:
    """Send what is told, as long as the program runs."""
    rests: dict[str, float] = {}
    while True:
        time.sleep(EVERY)
        for domain, shop in list(played.shops.items()):
            news = shop.room(News)
            if not news.outbox or time.monotonic() < rests.get(domain, 0.0):
                continue
            deliver(shop, drops=1.0 if news.is_silent else 0.0)
            if news.outbox:
                rests[domain] = time.monotonic() + AGAIN


if __name__ == "__main__":
    raise SystemExit(main())
