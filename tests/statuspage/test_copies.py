"""A copy of a page is answered as long as it is true, and not a moment longer."""

import gzip
import re
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any, cast

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings

from messaging.models import Message, RescueCase
from messaging.states import Channel
from messaging.tokens import click_token
from orders import links
from orders.models import Fulfilment, LineItem, Order, Refund
from shipping.models import Carrier, Parcel, ParcelEvent, Promise
from statuspage import copies, edge
from statuspage.models import BuyerRequest, FaqEntry, PageCopy, PageSettings
from stores.models import Store
from stores.scope import every_store, store_scope
from templates_app.models import Brand
from tests.factories.buyers_pages import STATES, make_page
from tests.factories.messaging import make_messages
from tests.factories.ways import say_ways
from tests.messaging.push_services import PRIVATE_KEY

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _fresh() -> Iterator[None]:
    edge.guesses.forget()
    yield
    edge.disconnect()


class Answer:
    """What the whole application says: the edge, or Django behind it."""

    def __init__(self, order: Order | str, query: str = "", **headers: str) -> None:
        token = order if isinstance(order, str) else order.token
        self.status, self.headers = "", dict[str, str]()
        environ = {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": f"/s/{token}",
            "QUERY_STRING": query,
            "SERVER_NAME": "testserver",
            "SERVER_PORT": "80",
            "REMOTE_ADDR": "192.0.2.7",
            "wsgi.url_scheme": "http",
            "wsgi.input": BytesIO(),
            **{
                name if name.isupper() else f"HTTP_{name.upper()}": value
                for name, value in headers.items()
            },
        }
        self.body = b"".join(edge.application(environ, cast("Any", self._start)) or [])
        self.left: Any = environ.get(copies.VERSION_SEEN)  # for Django

    def _start(self, status: str, headers: list[tuple[str, str]], *_rest: Any) -> None:
        self.status, self.headers = status, dict(headers)

    @property
    def is_copy(self) -> bool:
        return self.status.startswith("200")


def written(client: Any, order: Order) -> bytes:
    answer = client.get(f"/s/{order.token}")
    assert answer.status_code == 200
    content: bytes = answer.content
    return content


def order_of(message: Message) -> Order:
    assert message.order_id is not None
    with every_store(because="a test"):
        return Order.objects.select_related("store").get(pk=message.order_id)


@pytest.mark.parametrize("state", ["in_two_parcels", "placed", "cancelled"])
def test_a_copy_is_the_page_byte_for_byte(client: Any, store: Store, state: str) -> None:
    order = make_page(store, state)

    assert Answer(order).status == ""  # nobody has written it yet
    page = written(client, order)
    copy, zipped = Answer(order), Answer(order, accept_encoding="br, gzip")

    assert copy.body == page
    assert gzip.decompress(zipped.body) == page
    assert zipped.headers["Content-Encoding"] == "gzip"
    django = client.get(f"/s/{order.token}").headers
    for name in ("ETag", "Cache-Control", "Referrer-Policy", "Content-Security-Policy"):
        assert copy.headers[name] == django[name]


def test_who_has_it_already_hears_so(client: Any, store: Store) -> None:
    order = make_page(store, "on_its_way")
    etag = client.get(f"/s/{order.token}")["ETag"]

    again = Answer(order, if_none_match=etag)

    assert (again.status, again.body) == ("304 Not Modified", b"")


def in_scope(change: Callable[[Order], Any]) -> Callable[[Order], None]:
    def changed(order: Order) -> None:
        with store_scope(order.store_id):
            change(order)

    return changed


def _later(order: Order) -> datetime:
    return timezone.now() + timedelta(days=3)


# Each row that the page may be made of, written by whatever verb.
CHANGES: dict[str, Callable[[Order], Any]] = {
    "the order": lambda it: Order.objects.filter(pk=it.pk).update(cancelled_at=timezone.now()),
    "a line": lambda it: LineItem.objects.filter(order=it, position=1).update(title="Another"),
    "a line less": lambda it: LineItem.objects.filter(order=it, position=1).delete(),
    "a fulfilment": lambda it: Fulfilment.objects.filter(order=it).update(state="CANCELLED"),
    "a number": lambda it: Parcel.objects.filter(order=it).update(number="NEW1"),
    "a scan more": lambda it: ParcelEvent.objects.create(
        store_id=it.store_id,
        order=it,
        parcel=Parcel.objects.filter(order=it).first(),
        state="DELIVERED",
        at=timezone.now(),
    ),
    "a scan less": lambda it: ParcelEvent.objects.filter(order=it).delete(),
    "the promise": lambda it: Promise.objects.filter(order=it).update(to_on=_later(it).date()),
    "a refund": lambda it: Refund.objects.create(
        store_id=it.store_id, order=it, shopify_id=1, amount_minor=1, refunded_at=timezone.now()
    ),
    "a request": lambda it: BuyerRequest.objects.create(
        store_id=it.store_id, order=it, kind="PROBLEM", reason="DAMAGED", asked_at=timezone.now()
    ),
    "the settings": lambda it: PageSettings.objects.create(
        store_id=it.store_id, takes_returns=False
    ),
    "a question": lambda it: FaqEntry.objects.create(
        store_id=it.store_id, locale="en", question="Why?", answer="Because."
    ),
    "the brand": lambda it: Brand.objects.create(
        agency=it.store.agency, store=it.store, accent="#aa0000", changed_at=timezone.now()
    ),
    "the store": lambda it: Store.objects.filter(pk=it.store_id).update(email="new@shop.example"),
    "an own carrier": lambda it: Parcel.objects.filter(order=it).update(
        own_carrier=Carrier.objects.create(
            store_id=it.store_id, name="Svale Bud", created_at=timezone.now()
        )
    ),
    "its carrier's name": lambda it: Carrier.objects.filter(store_id=it.store_id).update(
        name="Falk Bud"
    ),
    "a bounced mail": lambda it: RescueCase.objects.create(
        store_id=it.store_id,
        order=it,
        address=it.email,
        cause="BOUNCED",
        opened_at=timezone.now(),
    ),
}


@pytest.mark.parametrize("change", CHANGES)
def test_after_any_change_the_next_answer_tells_it(client: Any, store: Store, change: str) -> None:
    order = make_page(store, "on_its_way")
    if change == "its carrier's name":
        in_scope(CHANGES["an own carrier"])(order)
    before = written(client, order)
    assert Answer(order).is_copy

    in_scope(CHANGES[change])(order)

    assert not Answer(order).is_copy
    assert written(client, order) != before
    assert Answer(order).body != before


def test_a_change_while_the_page_is_written_makes_the_copy_too_old(
    client: Any, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    order = make_page(store, "on_its_way")
    keep = copies.keep_copy

    def interrupted(**said: Any) -> str:
        with store_scope(store.pk):
            Parcel.objects.filter(order=order).update(number="MEANWHILE")
        return keep(**said)

    monkeypatch.setattr(copies, "keep_copy", interrupted)
    assert b"MEANWHILE" not in written(client, order)
    monkeypatch.undo()

    assert not Answer(order).is_copy
    assert b"MEANWHILE" in written(client, order)


def test_what_the_edge_saw_is_not_summed_again(
    client: Any, store: Store, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    order = make_page(store, "on_its_way")
    seen = Answer(order).left
    with store_scope(store.pk):
        assert seen == copies.version_of(order)

    with django_assert_num_queries(17) as said:  # one less than without: see test_page.py
        client.get(f"/s/{order.token}", **{copies.VERSION_SEEN: seen})

    assert not any("xmin" in one["sql"] for one in said)
    assert Answer(order).is_copy


def test_what_the_edge_saw_before_a_change_makes_the_copy_too_old(
    client: Any, store: Store
) -> None:
    order = make_page(store, "on_its_way")
    seen = Answer(order).left
    with store_scope(store.pk):
        Parcel.objects.filter(order=order).update(number="MEANWHILE")

    page = client.get(f"/s/{order.token}", **{copies.VERSION_SEEN: seen})

    assert b"MEANWHILE" in page.content
    assert not Answer(order).is_copy


def test_nobody_waits_for_the_disk_to_have_a_copy(store: Store) -> None:
    order = make_page(store, "on_its_way")
    keep: Any = {"order": order, "version": b"1", "html": b"<p>", "has_notices": False}
    tomorrow = timezone.now() + timedelta(days=1)

    with store_scope(store.pk), connection.cursor() as cursor:
        waits = []
        cursor.execute("SET synchronous_commit = on")
        with transaction.atomic():
            copies.keep_copy(**keep, good_until=tomorrow)
            waits.append(_waits(cursor))
        waits.append(_waits(cursor))
        cursor.execute("RESET synchronous_commit")

    assert waits == ["off", "on"]  # of this transaction alone


def _waits(cursor: Any) -> Any:
    cursor.execute("SHOW synchronous_commit")
    return cursor.fetchone()[0]


def test_a_renewed_or_erased_order_is_unknown_at_once(client: Any, store: Store) -> None:
    order = make_page(store, "on_its_way")
    written(client, order)
    old = order.token

    with store_scope(store.pk):
        links.renew_link(order=order, actor="x", because="x", now=timezone.now())
    assert Answer(old).status == ""
    assert client.get(f"/s/{old}").status_code == 404
    written(client, order)

    with store_scope(store.pk):
        Order.objects.filter(pk=order.pk).update(redacted_at=timezone.now())
    assert Answer(order).status == ""


def test_the_clock_ends_a_copy(client: Any, store: Store) -> None:
    order = make_page(store, "placed")  # it must leave within the day
    written(client, order)

    with store_scope(store.pk):
        kept = PageCopy.objects.get(order=order)
        promise = Promise.objects.get(order=order)
        assert promise.ships_by is not None
        assert kept.good_until <= promise.ships_by
        assert kept.good_until <= timezone.now() + timedelta(days=1)
        PageCopy.objects.update(good_until=timezone.now())

    assert not Answer(order).is_copy


def test_another_program_writes_anew(
    client: Any, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    order = make_page(store, "placed")
    written(client, order)

    monkeypatch.setattr(copies, "program", lambda: "of tomorrow")

    assert not Answer(order).is_copy


def test_a_page_reads_no_table_that_its_version_leaves_out(
    client: Any, store: Store, settings: Settings
) -> None:
    settings.NOTIFYHUB_VAPID_PRIVATE_KEY = PRIVATE_KEY
    say_ways(store, Channel.PUSH)
    read: set[str] = set()
    for state in STATES:
        order = make_page(store, state)
        with CaptureQueriesContext(connection) as seen:
            written(client, order)
        for query in seen.captured_queries:
            if query["sql"].startswith("SELECT"):
                read |= set(re.findall(r'(?:FROM|JOIN) "(\w+)"', query["sql"]))

    assert read - copies.TABLES == set()
    assert len(read) > 10


def test_a_click_that_led_here_is_borne_witness_of(client: Any, store: Store) -> None:
    message = make_messages(store, 1, state="SENT", sent_at=timezone.now())[0]
    order = order_of(message)
    written(client, order)
    named = f"m={click_token(store.pk, message.pk, 0)}"

    led, plain = Answer(order, named), Answer(order)

    assert led.is_copy
    assert b"data-word=" in led.body
    assert "script-src http://testserver/witness.js" in led.headers["Content-Security-Policy"]
    assert "ETag" not in led.headers
    assert b"<script" not in plain.body


def test_other_words_in_the_address_are_djangos(client: Any, store: Store) -> None:
    order = make_page(store, "placed")
    written(client, order)

    assert Answer(order, "asked=1").status == ""
    assert Answer(f"{order.token}/who").status == ""


def test_who_guesses_is_asked_to_wait_whatever_they_guess(client: Any, store: Store) -> None:
    order = make_page(store, "placed")
    written(client, order)

    for guess in range(edge.MOST_GUESSES):
        assert Answer(f"{guess:032}").status == ""
    refused = Answer("x" * 32)

    assert refused.status == "429 Too Many Requests"
    assert refused.headers["Retry-After"] == "600"
    assert Answer(order).status == "429 Too Many Requests"


def test_a_proxy_of_ours_is_nobody_who_guesses(client: Any, store: Store) -> None:
    order = make_page(store, "placed")
    written(client, order)

    for guess in range(edge.MOST_GUESSES + 5):
        assert Answer(f"{guess:032}", REMOTE_ADDR="10.0.0.5").status == ""

    assert Answer(order, REMOTE_ADDR="10.0.0.5").is_copy


def test_memory_of_guesses_is_bounded() -> None:
    guesses = edge.Guesses()
    for number in range(edge.REMEMBERED + 50):
        guesses.count(str(number))

    assert len(guesses._tried) == edge.REMEMBERED


def test_old_copies_go(client: Any, store: Store) -> None:
    order = make_page(store, "placed")
    written(client, order)

    with every_store(because="a test"):
        assert copies.drop_old(now=timezone.now()) == 0
        assert copies.drop_old(now=timezone.now() + timedelta(days=31)) == 1


def test_a_message_of_the_order_is_part_of_it(client: Any, store: Store) -> None:
    message = make_messages(store, 1, state="PLANNED")[0]
    order = order_of(message)
    before = written(client, order)

    with store_scope(store.pk):
        Message.objects.filter(pk=message.pk).update(state="SENT", sent_at=timezone.now())

    assert not Answer(order).is_copy
    assert written(client, order) != before
