"""A shop's orders as a stream of signed webhooks, posted from a thread while harm is done."""

import asyncio
import itertools
import threading
import time
from dataclasses import dataclass, field, replace

from django.utils import timezone

from notifyhub.demo.posting import Address, Faults, Post, Tally, deliver, posts
from notifyhub.demo.shops.fjell_garn import FJELL_GARN

FIRST = 50_000  # numbers of orders that no demo uses


def orders(count: int, *, rate: float, is_of_different_people: bool = False) -> list[Post]:
    """So many orders of people with an address, one webhook each, `rate` a second.

    A shop has some hundreds of people.
    """
    found: dict[str, Post] = {}
    for number in itertools.count(FIRST):
        made = posts(FJELL_GARN, [number], start=timezone.now(), rate=0, faults=Faults())
        placed = next(one for one in made if one.topic == "orders/create")
        email = placed.body.partition(b'"contact_email":')[2].partition(b",")[0].decode()
        if email != "null":
            found.setdefault(email if is_of_different_people else placed.event_id, placed)
        if len(found) == count:
            break
    return [replace(one, due=place / rate) for place, one in enumerate(found.values())]


@dataclass
class Stream:
    """Webhooks on their way to a server, repeated as Shopify does until they are answered."""

    made: list[Post]
    address: Address
    tally: Tally = field(default_factory=Tally)
    began: float = 0.0
    _thread: threading.Thread | None = None

    def start(self) -> None:
        def post() -> None:
            asyncio.run(deliver(self.made, self.address, self.tally, said=lambda: None))

        self.began = time.monotonic()
        self._thread = threading.Thread(target=post)
        self._thread.start()

    @property
    def is_over(self) -> bool:
        return self._thread is not None and not self._thread.is_alive()

    @property
    def accepted(self) -> set[int]:
        """Shopify's ids of the orders that were answered 200."""
        return set(self.tally.accepted_at)

    def wait_until(self, seconds: float) -> None:
        """Until so many seconds after the start."""
        time.sleep(max(0.0, self.began + seconds - time.monotonic()))

    def next_answer(self, patience: float) -> float:
        """Seconds until one more is answered 200; `patience` if none is."""
        began, before = time.monotonic(), self.tally.answers[200]
        while self.tally.answers[200] == before and time.monotonic() - began < patience:
            time.sleep(0.01)
        return time.monotonic() - began

    def join(self) -> None:
        if self._thread is not None:
            self._thread.join()
