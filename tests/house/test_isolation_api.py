"""The third wall before the API: keys and people of other agencies, other stores, other verbs."""

from typing import Any

import pytest
from django.db.models import Model
from django.urls import reverse

from messaging.models import Batch, Halt, Message, RescueCase, Sender, Suppression
from orders.models import Order
from stores.models import ApiKey, Store
from stores.roles import Role, Verb
from templates_app.models import Audit, Picture, Rollout, Template
from tests.factories.keys import KeyClient, make_client
from tests.factories.stores import make_store
from tests.house.isolation_api import BODIES, KEY_DOORS, KeyDoor
from tests.house.test_isolation import Undone, leaks, login
from tests.house.world import CANARY, World, build, fingerprint

pytestmark = pytest.mark.django_db

LISTS = {
    "stores-me",
    "stores-stores",
    "stores-keys",
    "messaging-messages",
    "messaging-send-many-again",
    "messaging-orders",
    "messaging-batches",
    "messaging-consents",
    "messaging-batches-dry-run",
    "messaging-halts",
    "messaging-promo-pools",
    "analytics-incidents",
    "messaging-rescue-cases",
    "messaging-suppressions",
    "templates-templates",
    "templates-import",
    "templates-rollouts",
    "templates-rollouts-dry-run",
    "templates-brands",
    "templates-agency-brand",
    "templates-audits",
    "templates-pictures",
}
# The other doors lead to one row each: of these, or a message.
OF_ROW: dict[str, type[Model]] = {
    "stores-key-": ApiKey,
    "orders-": Order,
    "messaging-batch": Batch,
    "messaging-halt-": Halt,
    "messaging-order-": Order,
    "messaging-sender": Sender,
    "messaging-store-": Store,
    "messaging-rescue-case-": RescueCase,
    "messaging-suppression-": Suppression,
    "templates-audit-": Audit,
    "templates-picture": Picture,
    "templates-store-": Store,
    "templates-rollout-": Rollout,
    "templates-": Template,
}
# What stands behind the row's id in the address.
ALSO: dict[str, list[int | str]] = {
    "templates-revision": [1],
    "templates-revision-restore": [1],
    "templates-variant-removal": ["B"],
}


# Deeds for messages in one state alone.
IN_STATE = {
    "messaging-release": "HELD",
    "messaging-cancel": "HELD",
    "messaging-mark-sent": "UNKNOWN",
}


@pytest.fixture
def ours() -> World:
    return build(CANARY)


@pytest.fixture
def theirs() -> World:
    return build("magpie")


def address(door: KeyDoor, world: World) -> str:
    if door.name in LISTS:
        return reverse(door.name)
    if door.name == "templates-rollout":
        return reverse(door.name, args=[world.rows[Rollout].public_id])
    for start, model in OF_ROW.items():
        if door.name.startswith(start):
            row = world.rows[model]
            names = ("lookup", "public_id", "token")
            place = next(getattr(row, name) for name in names if hasattr(row, name))
            return reverse(door.name, args=[place, *ALSO.get(door.name, [])])
    state = IN_STATE.get(door.name)
    message = world.messages[state] if state else world.rows[Message]
    return reverse(door.name, args=[message.public_id])


def knock(client: Any, door: KeyDoor, url: str) -> Any:
    if door.method == "GET":
        return client.get(url)
    if door.method == "DELETE":
        return client.delete(url)
    send = {"PUT": client.put, "PATCH": client.patch}.get(door.method, client.post)
    return send(url, BODIES.get(door.name, {}), content_type="application/json")


class Api(KeyClient):
    def post(self, path: str, data: Any = None, **extra: Any) -> Any:  # type: ignore[override]  # fewer ways
        extra.pop("content_type", None)
        return super().post(path, data, **extra)


def api(*args: Any, **kwargs: Any) -> Api:
    return Api(make_client(*args, **kwargs).text)


def test_a_key_with_every_verb_meets_the_status_of_the_table(ours: World) -> None:
    client, wrong = api(ours.agency), []
    for door in KEY_DOORS:
        with Undone():
            status = knock(client, door, address(door, ours)).status_code
        if status != door.own:
            wrong.append(f"{door.method} {door.name}: {status}, not {door.own}")

    assert not wrong


def test_a_key_without_the_verb_is_refused(ours: World) -> None:
    wrong = []
    for door in KEY_DOORS:
        if not door.verb:
            continue
        client = api(ours.agency, [verb for verb in Verb if verb != door.verb])
        with Undone():
            response = knock(client, door, address(door, ours))
        if response.status_code != 403:
            wrong.append(f"{door.method} {door.name}: {response.status_code}")

    assert not wrong


def test_a_key_of_another_agency_meets_404_and_reads_nothing(ours: World, theirs: World) -> None:
    before = fingerprint(ours)
    client, wrong = api(theirs.agency), []
    for door in KEY_DOORS:
        url = address(door, ours)
        response = knock(client, door, url)
        if leaks(response):
            wrong.append(f"{door.method} {door.name} shows what is ours")
        if url not in _lists() and response.status_code != 404:
            wrong.append(f"{door.method} {door.name}: {response.status_code} for a foreign id")

    assert not wrong
    assert fingerprint(ours) == before


def test_a_key_of_chosen_stores_sees_nothing_of_the_others(ours: World) -> None:
    sister = make_store(ours.agency, name="Sister")
    client = api(ours.agency, stores=[sister])
    client.get("me/")  # the key's first use is written down
    before = fingerprint(ours)
    wrong = []
    for door in KEY_DOORS:
        if door.name.startswith("stores-key"):
            continue  # keys are the agency's
        if (door.method, door.name) == ("POST", "messaging-batches"):
            continue  # one over the sister's own messages is theirs to begin
        response = knock(client, door, address(door, ours))
        is_one = address(door, ours) not in _lists()
        if is_one and response.status_code != 404:
            wrong.append(f"{door.method} {door.name}: {response.status_code}")
        # The agency's own name is theirs to read; the other store's and its buyers' are not.
        said = response.content.decode().lower().replace(f"agency {CANARY}", "")
        if CANARY in said:
            wrong.append(f"{door.method} {door.name} shows the other store")

    assert not wrong
    assert fingerprint(ours) == before


def test_without_a_key_nothing_is_told_also_not_to_people(ours: World) -> None:
    """A browser's session opens no door of the API: no page elsewhere can act through it."""
    for client in (Api(), login(ours.people[Role.OWNER])):
        for door in KEY_DOORS:
            response = knock(client, door, address(door, ours))
            assert response.status_code == 401, door
            assert not leaks(response)


def _lists() -> set[str]:
    return {reverse(name) for name in LISTS}
