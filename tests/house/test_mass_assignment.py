"""No write takes what is ours to set: every field of every table is sent to every write."""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest
from django.apps import apps

from common.api.shapes import Strict
from stores.roles import MAY, Role, Verb
from tests.factories.keys import KeyClient, make_client
from tests.house.isolation_api import KEY_DOORS, KeyDoor
from tests.house.knocking import Undone
from tests.house.test_isolation_api import Api, address
from tests.house.test_isolation_api import knock as knock_with_its_body
from tests.house.world import CANARY, World, build, fingerprint

pytestmark = pytest.mark.django_db

HOUSE: Final = Path(__file__).parents[2]
AT_ONCE: Final = 20  # as many as one refusal names
WRITES = [door for door in KEY_DOORS if door.method in {"POST", "PUT", "PATCH"}]
# Whose row it is, who wrote it and when, what it went through, and every secret.
OURS: Final = frozenset(
    {
        *("id", "pk", "public_id", "agency", "agency_id", "store_id", "user", "user_id"),
        *("order_id", "message_id", "template_id", "key_id", "sender_id", "variant_id"),
        *("created_at", "created_by", "changed_at", "changed_by", "actor", "is_staff"),
        *("is_superuser", "is_active_key", "lookup", "secret_hash", "store_ids", "has_all_stores"),
        *("token", "sent_at", "delivered_at", "bounced_at", "opened_by_person_at", "open_count"),
        *("click_count", "attempts", "attempt_count", "claimed_until", "run_after", "vtag"),
        *("revoked_at", "last_used_at", "redacted_at", "closed_at", "finished_at", "noted_by"),
        *("done_count", "foreseen_count", "position_in_chain", "was_proven", "sha256"),
        *("previous_webhook_secret", "password", "uninstalled_at", "tracking_mode", "own_tags"),
    }
)
# Times that another system says of its own orders.
TOLD: Final = {"POST intake-store-orders: changed_at", "POST intake-store-orders: closed_at"}


@pytest.fixture
def ours() -> World:
    return build(CANARY)


def fields() -> list[str]:
    """Of the tables that people and programs write to, and OURS."""
    rooms = {"stores", "orders", "messaging", "templates_app", "outbound"}
    named = {
        name
        for model in apps.get_models()
        if model._meta.app_label in rooms
        for field in model._meta.concrete_fields
        for name in (field.name, field.attname)
        if name.endswith(("_at", "_by", "_id", "_count", "_hash", "_until"))
    }
    return sorted(named | OURS)


def in_turn(names: list[str]) -> Iterator[list[str]]:
    yield from (names[start : start + AT_ONCE] for start in range(0, len(names), AT_ONCE))


def sent(client: KeyClient, door: KeyDoor, url: str, body: dict[str, Any]) -> Any:
    method = {"PUT": client.put, "PATCH": client.patch}.get(door.method)
    if method is None:
        return client.post(url, body)
    return method(url, body, content_type="application/json")


def test_no_write_takes_a_field_that_is_ours_to_set(ours: World) -> None:
    client, taken = make_client(ours.agency), []
    client.get("me/")  # its use is noted once a minute
    before, tried = fingerprint(ours), 0
    for door in WRITES:
        if door.own == 415:
            continue  # takes a file
        for names in in_turn(fields()):
            answer = sent(client, door, address(door, ours), dict.fromkeys(names, 1))
            tried += len(names)
            if answer.status_code != 422:
                taken.append(f"{door.method} {door.name} answers {answer.status_code}")
                break
            unknown = {each["field"] for each in answer.json()["errors"]}
            taken += [f"{door.method} {door.name}: {name}" for name in OURS & set(names) - unknown]

    assert set(taken) == TOLD
    assert fingerprint(ours) == before
    assert tried > 20_000


def test_every_input_is_strict() -> None:
    """Also those that stand inside of others; and none is made of a table's fields."""
    loose, made_of_tables = [], []
    for file in HOUSE.glob("*/*.py"):
        if file.parent.name in {"tests", "clients"}:
            continue
        for node in ast.walk(ast.parse(file.read_text())):
            if not isinstance(node, ast.ClassDef):
                continue
            bases = {ast.unparse(base).rpartition(".")[2].partition("[")[0] for base in node.bases}
            if "ModelSerializer" in bases:
                made_of_tables.append(f"{file.name}: {node.name}")
            if node.name.endswith("In") and "Serializer" in bases:
                loose.append(f"{file.name}: {node.name}")

    assert not loose, "Inherit common.api.shapes.Strict"
    assert not made_of_tables
    assert Strict.__doc__


@pytest.mark.parametrize("role", list(Role))
def test_a_person_meets_at_the_api_what_their_role_may(ours: World, role: Role) -> None:
    """The same table (stores/roles.py) as for pages: by session, as the docs page asks."""
    browser = Api()
    browser.force_login(ours.people[role])
    wrong = []
    for door in KEY_DOORS:
        may = not door.verb or Verb(door.verb) in MAY[role]
        if may and door.method != "GET":
            continue  # done in full by keys, in test_isolation_api
        with Undone():
            status = asked(browser, door, address(door, ours))
        if (status == 403) == may:
            wrong.append(f"{door.method} {door.name}: {status}, though may is {may}")

    assert not wrong


def test_the_docs_tell_the_roles_as_the_code_has_them() -> None:
    told = {}
    for line in (HOUSE / "docs" / "api.md").read_text().splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if len(cells) == 1 + len(Role) and cells[0].strip("`") in Verb.values:
            told[cells[0].strip("`")] = [cell == "yes" for cell in cells[1:]]

    assert told == {verb: [verb in MAY[role] for role in Role] for verb in Verb}


def asked(browser: KeyClient, door: KeyDoor, url: str) -> int:
    browser.defaults["HTTP_X_CSRFTOKEN"] = "as the docs page does"
    status: int = knock_with_its_body(browser, door, url).status_code
    return status
