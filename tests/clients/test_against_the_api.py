"""The Python client against the API itself, in one process: what it was made for."""

import inspect
import pkgutil
from collections.abc import Iterator
from importlib import import_module
from types import ModuleType
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
from django.test import Client
from notifyhub_client import (
    ApiError,
    Forbidden,
    Invalid,
    NotAuthenticated,
    NotFound,
    NotifyHub,
    Refused,
)
from notifyhub_client.manners import Patience
from notifyhub_client.rest import api as operations
from notifyhub_client.rest.api.me import me
from notifyhub_client.rest.api.orders import (
    order_notes_create,
    order_notes_list,
    orders_list,
    orders_read,
)
from notifyhub_client.rest.models import NoteInput

from orders.models import Note
from stores.models import Store
from stores.roles import Verb
from stores.scope import store_scope
from tests.factories.keys import make_key
from tests.factories.orders import make_order
from tests.house.world import CANARY, build

pytestmark = pytest.mark.django_db
URL = "http://localhost"


class LosesAnswers(httpx.BaseTransport):
    """The server hears everything, and so many of its answers never arrive."""

    def __init__(self, lost: int = 0) -> None:
        self.server = Client(raise_request_exception=False)
        self.lost = lost

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        answer = self.server.generic(
            request.method,
            request.url.raw_path.decode(),
            request.read(),
            content_type=request.headers.get("content-type", ""),
            headers=dict(request.headers),
        )
        if self.lost:
            self.lost -= 1
            raise httpx.ReadError("the line was cut")
        return httpx.Response(
            answer.status_code, headers=dict(answer.headers), content=answer.content
        )


def hub_of(key: str, *, lost: int = 0) -> NotifyHub:
    return NotifyHub(key, URL, transport=LosesAnswers(lost), patience=Patience(first=0.0))


@pytest.fixture
def hub(store: Store) -> NotifyHub:
    return hub_of(make_key(store.agency)[1])


def test_a_write_whose_answer_got_lost_twice_happened_once(store: Store) -> None:
    order = make_order(store)
    hub = hub_of(make_key(store.agency)[1], lost=2)

    note = order_notes_create.sync(order.public_id, client=hub, body=NoteInput("She phoned."))

    assert note.text == "She phoned."
    with store_scope(store.pk):
        assert Note.objects.count() == 1


def test_a_key_of_ones_own_makes_a_write_of_yesterday_and_today_one(
    store: Store, hub: NotifyHub
) -> None:
    order = make_order(store)

    for _ in range(2):
        order_notes_create.sync(
            order.public_id, client=hub, body=NoteInput("Once."), idempotency_key="case-8812"
        )

    assert [note.text for note in hub.every(order_notes_list.sync, order.public_id)] == ["Once."]
    with pytest.raises(ApiError) as other:
        order_notes_create.sync(
            order.public_id, client=hub, body=NoteInput("Twice."), idempotency_key="case-8812"
        )
    assert other.value.code == "idempotency-mismatch"


def test_pages_are_walked_through(store: Store, hub: NotifyHub) -> None:
    names = [make_order(store).name for _ in range(7)]

    found = [order.name for order in hub.every(orders_list.sync, limit=3)]

    assert sorted(found) == sorted(names)


def test_refusals_are_raised_by_their_kind(store: Store, hub: NotifyHub) -> None:
    order = make_order(store)
    looks_only = hub_of(make_key(store.agency, [Verb.VIEW_ORDERS])[1])

    with pytest.raises(NotFound):
        orders_read.sync(uuid4(), client=hub)
    with pytest.raises(NotAuthenticated):
        me.sync(client=hub_of("nh_live_x"))
    with pytest.raises(Forbidden, match="NOTE_ORDERS"):
        order_notes_create.sync(order.public_id, client=looks_only, body=NoteInput("Hello"))
    with pytest.raises(Invalid) as wrong:
        order_notes_create.sync(order.public_id, client=hub, body=NoteInput(""))
    assert [each.field for each in wrong.value.errors] == ["text"]
    assert issubclass(Refused, ApiError)


def reads() -> Iterator[ModuleType]:
    """Each operation that reads and needs to be told nothing."""
    for found in pkgutil.walk_packages(operations.__path__, f"{operations.__name__}."):
        module = import_module(found.name)
        if found.ispkg or not hasattr(module, "sync"):
            continue
        needed = [
            name
            for name, parameter in inspect.signature(module.sync).parameters.items()
            if parameter.default is parameter.empty
        ]
        if needed == ["client"] and module._get_kwargs()["method"] == "get":
            yield module


def test_what_the_api_answers_fits_the_clients_types() -> None:
    """Over a world with a row of everything; and what was read is written as it came."""
    world = build(CANARY)
    hub = hub_of(make_key(world.agency)[1])
    read: dict[str, Any] = {module.__name__: module.sync(client=hub) for module in reads()}

    assert len(read) > 30
    rows = {name: answer.results for name, answer in read.items() if hasattr(answer, "results")}
    assert sum(map(len, rows.values())) > 30
    for name, answer in read.items():
        if hasattr(answer, "to_dict"):
            assert type(answer).from_dict(answer.to_dict()) == answer, name
    (order, *_) = next(found for name, found in rows.items() if name.endswith("orders_list"))
    assert isinstance(order.id, UUID)
