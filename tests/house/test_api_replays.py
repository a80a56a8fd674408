"""Replaying any write five times has one effect: each one of the API, by its Idempotency-Key."""

from typing import Any
from uuid import uuid4

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client

from stores.scope import every_store
from tests.factories.keys import KeyClient, make_client
from tests.house.isolation_api import BODIES, KEY_DOORS, KeyDoor
from tests.house.knocking import Undone
from tests.house.replaying import ONLY_REFUSED, SAYS, Said
from tests.house.test_isolation_api import address
from tests.house.world import CANARY, World, build

WRITES = {f"{door.method} {door.name}": door for door in KEY_DOORS if door.method != "GET"}
ROOMS = sorted({door.name.partition("-")[0] for door in WRITES.values()})
TIMES = 5


@pytest.mark.django_db
@pytest.mark.parametrize("room", ROOMS)
def test_replaying_a_write_five_times_has_one_effect(room: str) -> None:
    ours, wrong = build(CANARY), {}
    for named, door in WRITES.items():
        if door.name.startswith(f"{room}-"):
            with Undone():
                wrong[named] = replayed(named, door, ours)

    assert not {named: said for named, said in wrong.items() if said}


def test_only_writes_that_are_there_are_spoken_of() -> None:
    assert SAYS.keys() | ONLY_REFUSED.keys() <= WRITES.keys()


def replayed(named: str, door: KeyDoor, world: World) -> list[str]:
    """What is wrong with it."""
    client, key = make_client(world.agency), str(uuid4())
    said = SAYS[named](world) if named in SAYS else Said(dict(BODIES.get(door.name, {})))  # type: ignore[call-overload]  # bodies of every kind
    client.get("me/")  # the key's first use is written down
    before = rows()
    first = send(client, door, said, world, key)
    after = rows()
    again = [send(client, door, said, world, key) for _ in range(TIMES - 1)]

    is_refused = first.status_code >= 400
    told = None if is_refused else "true"
    checks = {
        f"{first.status_code} {first.content[:300]!r}": is_refused == (named in ONLY_REFUSED),
        "another status": all(one.status_code == first.status_code for one in again),
        "another body": all(one.content == first.content for one in again),
        "another header": all(one.get("Idempotency-Replayed") == told for one in again),
        f"changed again: {_changed(after, rows())}": rows() == after,
        "a refusal changed rows, or a deed left none": is_refused == (after == before),
    }
    return [words for words, is_right in checks.items() if not is_right]


def send(client: KeyClient, door: KeyDoor, said: Said, world: World, key: str) -> Any:
    url = (said.url or address(door, world)) + said.query
    headers = {"Idempotency-Key": key}
    if said.is_form:
        for file in said.body.values():
            file.seek(0)
        return Client.post(client, url, said.body, headers=headers)
    if door.method == "POST":
        return client.post(url, said.body, headers=headers)
    if door.method == "DELETE":
        return client.delete(url, headers=headers)
    way = {"PUT": client.put, "PATCH": client.patch}[door.method]
    return way(url, said.body, content_type="application/json", headers=headers)


Rows = dict[str, tuple[int, str | None]]


def rows() -> Rows:
    """How many rows every table has, and a hash of them all."""
    tables = sorted({model._meta.db_table for model in apps.get_models()})
    each = """SELECT '{0}', count(*), md5(string_agg(t::text, '|' ORDER BY t::text)) FROM "{0}" t"""
    query = " UNION ALL ".join(each.format(table) for table in tables)
    with every_store(because="a test compares all rows"), connection.cursor() as cursor:
        cursor.execute(query)
        return {table: (count, digest) for table, count, digest in cursor.fetchall()}


def _changed(before: Rows, after: Rows) -> list[str]:
    return [table for table, said in after.items() if before[table] != said]
