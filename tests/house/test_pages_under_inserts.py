"""Pages stay stable while rows are added: each old row is met once, whatever comes meanwhile."""

import json
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from itertools import count
from threading import Event
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from common.api.paging import Keyset
from orders.models import Order
from stores.models import Store
from stores.scope import store_scope
from tests.factories.baskets import make_basket
from tests.factories.buyers import make_request
from tests.factories.keys import KeyClient, make_client
from tests.factories.messages import make_message
from tests.factories.messaging import make_rescue_case
from tests.factories.orders import make_order
from tests.factories.shipping import make_alarm, make_parcel
from tests.factories.stores import make_store
from tests.house.test_api_is_described import views

_numbers = count(1)


class Scene:
    """A store with one order and parcel, and a key; each list's rows are made in it."""

    def __init__(self, store: Store) -> None:
        self.store, self.api = store, make_client(store.agency)
        self.order = make_order(store)
        with store_scope(store.pk):
            self.parcel = make_parcel(self.order)

    def path(self, url: str) -> str:
        return url.format(order=self.order.public_id, parcel=self.parcel.public_id)

    def post(self, url: str, **body: Any) -> None:
        answer = self.api.post(self.path(url), body)
        assert answer.status_code in {200, 201}, answer.content

    def shop(self, url: str, **body: Any) -> None:
        self.post(url, store=str(self.store.public_id), **body)


def in_store(make: Callable[[Order], Any]) -> Callable[[Scene, int], None]:
    def inner(scene: Scene, _number: int) -> None:
        order = make_order(scene.store)
        with store_scope(scene.store.pk):
            make(order)

    return inner


def _store(scene: Scene) -> None:
    make_store(scene.store.agency)


def _basket(scene: Scene) -> None:
    make_basket(scene.store)


def _parcel_of(scene: Scene, number: int) -> None:
    with store_scope(scene.store.pk):
        make_parcel(scene.order, number=f"NO{number}")


MAKE: dict[str, Callable[[Scene, int], None]] = {
    "orders/": in_store(lambda order: order),
    "messages/": in_store(make_message),
    "parcels/": in_store(make_parcel),
    "alarms/": in_store(make_alarm),
    "requests/": in_store(make_request),
    "rescue-cases/": in_store(make_rescue_case),
    "orders/{order}/parcels/": _parcel_of,
    "orders/{order}/notes/": lambda scene, n: scene.post("orders/{order}/notes/", text=f"{n}"),
    "orders/{order}/timeline/": lambda scene, n: scene.post("orders/{order}/notes/", text=f"{n}"),
    "suppressions/": lambda scene, n: scene.shop("suppressions/", address=f"b{n}@example.com"),
    "consents/": lambda scene, n: scene.shop(
        "consents/", address=f"b{n}@example.com", is_given=False, detail="Told us"
    ),
    "keys/": lambda scene, n: scene.post("keys/", name=f"Key {n}", verbs=["VIEW_ORDERS"]),
    "stores/": lambda scene, _n: _store(scene),
    "carriers/": lambda scene, n: scene.shop("carriers/", name=f"Carrier {n}"),
    "calendars/": lambda scene, n: scene.shop("calendars/", name=f"Workshop {n}", cutoff="14:00"),
    "processing-times/": lambda scene, n: scene.shop(
        "processing-times/", level="PRODUCT", target=f"{8412345678000 + n}", min_days=1, max_days=2
    ),
    "transit-times/": lambda scene, n: scene.shop(
        "transit-times/", country="NO", postcode=f"{1000 + n}", min_days=1, max_days=2
    ),
    "baskets/": lambda scene, _number: _basket(scene),
    "promo-pools/": lambda scene, n: scene.shop("promo-pools/", name=f"P{n}", codes=[f"CODE{n}"]),
}


def walk(api: KeyClient, url: str, limit: int) -> Iterator[list[str]]:
    """The rows of page after page, each as it is written."""
    following = f"/api/v1/{url}?limit={limit}"
    while following:
        page = api.get(following).json()
        yield [row.get("id") or json.dumps(row, sort_keys=True) for row in page["results"]]
        following = page["next"]


@pytest.mark.django_db
@pytest.mark.parametrize("url", MAKE)
def test_what_comes_meanwhile_neither_shifts_nor_repeats(store: Store, url: str) -> None:
    scene, make = Scene(store), MAKE[url]
    for _ in range(5):
        make(scene, next(_numbers))
    path = scene.path(url)
    old = [row for page in walk(scene.api, path, 200) for row in page]

    seen: list[str] = []
    for page in walk(scene.api, path, 2):
        seen += page
        if len(seen) < 9:
            for _ in range(3):
                make(scene, next(_numbers))

    assert len(seen) == len(set(seen))
    assert [row for row in seen if row in set(old)] == old
    assert len(old) >= 5


def test_every_list_ends_its_order_in_what_no_two_rows_share() -> None:
    """The principle: position and page are of the same columns, the last of them unique."""
    named = {name: getattr(view, "keyset", None) for name, view in views().items()}
    keysets = {name: keyset for name, keyset in named.items() if isinstance(keyset, Keyset)}

    assert len(keysets) >= 35
    assert {keyset.columns[-1] for keyset in keysets.values()} == {"id"}


def _backfilled(store: Store, at: datetime) -> Order:
    """An order that an import brings late: it belongs among the old ones, at the same time too."""
    return make_order(store, placed_at=at)


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("url", ["orders/", "messages/"])
def test_each_old_row_is_met_once_while_others_write(store: Store, url: str) -> None:
    now = timezone.now().replace(microsecond=0)
    times = [now - timedelta(minutes=n // 3) for n in range(60)]  # three at each moment
    for at in times:
        make_message(_backfilled(store, at), planned_at=at)
    api, stop = make_client(store.agency), Event()
    made: list[int] = []
    old = [row for page in walk(api, url, 200) for row in page]

    def write(number: int) -> None:
        try:
            while not stop.is_set():
                at = [times[len(made) % len(times)], timezone.now()][number % 2]
                made.append(make_message(_backfilled(store, at), planned_at=at).pk)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as writers:
        tasks = [writers.submit(write, number) for number in range(4)]
        try:
            for _ in range(3):
                before = len(made)
                seen = [row for page in walk(api, url, 4) for row in page]

                assert len(seen) == len(set(seen))
                assert [row for row in seen if row in set(old)] == old
                assert len(made) > before
        finally:
            stop.set()
    for task in tasks:
        task.result()
