"""The third wall before the API: keys and people of other agencies, other stores, other verbs."""

from typing import Any

import pytest
from django.db.models import Model
from django.urls import reverse

from analytics.models import FigureReport, Incident
from automations.models import Rule, RuleRun
from common.api.veiled import veil
from fleet.models import AlertRule
from intake.models import Backfill, Webhook
from messaging.models import Batch, Halt, Message, RescueCase, Sender, Suppression
from orders.models import Order, OrderBatch, StaffTask
from outbound.models import Delivery, Endpoint, Replay
from shipping.models import (
    Alarm,
    Calendar,
    Carrier,
    Parcel,
    ParcelImport,
    ProcessingTime,
    TrackerAccount,
    TransitTime,
)
from statuspage.models import BuyerRequest
from stores.models import ApiKey, DataExport, Invitation, Membership, Store
from stores.roles import Role, Verb
from templates_app.models import Audit, Experiment, Picture, Rollout, Template
from tests.factories.keys import KeyClient, make_client
from tests.factories.stores import make_store
from tests.house.isolation_api import BODIES, KEY_DOORS, KeyDoor
from tests.house.knocking import Undone, leaks, login
from tests.house.world import CANARY, World, build, fingerprint

pytestmark = pytest.mark.django_db

LISTS = {
    "stores-me",
    "stores-stores",
    "stores-keys",
    "stores-members",
    "stores-invitations",
    "stores-installs",
    "messaging-messages",
    "messaging-send-many-again",
    "messaging-orders",
    "messaging-promises-at-risk",
    "orders-archive-many",
    "orders-tags-bulk",
    "orders-notes-bulk",
    "messaging-parcels-bulk",
    "messaging-messages-bulk",
    "messaging-suppressions-bulk",
    "orders-batches",
    "orders-batches-dry-run",
    "messaging-imports",
    "intake-webhooks",
    "analytics-figures-behind",
    "templates-audits-rhythms",
    "messaging-batches",
    "messaging-consents",
    "messaging-batches-dry-run",
    "messaging-halts",
    "messaging-promo-pools",
    "messaging-baskets",
    "analytics-baskets",
    "analytics-incidents",
    "analytics-figures",
    "analytics-figure-reports",
    "messaging-rescue-cases",
    "statuspage-feedback-list",
    "statuspage-feedback-summary",
    "statuspage-requests",
    "messaging-suppressions",
    "templates-templates",
    "templates-import",
    "templates-experiments",
    "templates-experiments-layers",
    "analytics-experiment-plan",
    "templates-rollouts",
    "templates-rollouts-dry-run",
    "templates-brands",
    "templates-agency-brand",
    "templates-audits",
    "templates-pictures",
    "messaging-parcels",
    "shipping-alarms",
    "shipping-trackers",
    "shipping-carriers",
    "shipping-carriers-known",
    "shipping-carriers-detect",
    "shipping-processing-times",
    "shipping-processing-table",
    "shipping-transit-times",
    "shipping-calendars",
    "automations-rules",
    "automations-runs",
    "automations-recipes",
    "automations-vocabulary",
    "automations-dry-run",
    "orders-tasks",
    "outbound-events",
    "outbound-endpoints",
    "fleet-health",
    "fleet-alerts",
    "intake-copies",
    "intake-erasures",
    "stores-changes",
    "stores-agency-look",
}
# The other doors lead to one row each: of these, or a message.
OF_ROW: dict[str, type[Model]] = {
    "messaging-parcel": Parcel,
    "shipping-alarm-": Alarm,
    "shipping-tracker": TrackerAccount,
    "messaging-parcel-": Parcel,
    "shipping-carrier": Carrier,
    "shipping-processing-time": ProcessingTime,
    "shipping-transit-time": TransitTime,
    "shipping-calendar": Calendar,
    "shipping-store-": Store,
    "stores-key-": ApiKey,
    "stores-member": Membership,
    "stores-invitation": Invitation,
    "orders-store-": Store,
    "orders-task-": StaffTask,
    "orders-batch": OrderBatch,
    "messaging-import": ParcelImport,
    "messaging-template-": Template,
    "intake-one-webhook": Webhook,
    "intake-backfill": Backfill,
    "intake-copy": DataExport,
    "analytics-incident-": Incident,
    "intake-store-": Store,
    "orders-": Order,
    "messaging-batch": Batch,
    "messaging-halt-": Halt,
    "messaging-order-": Order,
    "messaging-sender": Sender,
    "stores-store": Store,
    "stores-connection": Store,
    "stores-release": Store,
    "messaging-store-": Store,
    "tracking-store-": Store,
    "tracking-order-": Order,
    "messaging-rescue-case-": RescueCase,
    "statuspage-request": BuyerRequest,
    "statuspage-store-": Store,
    "messaging-suppression-": Suppression,
    "templates-audit-": Audit,
    "templates-picture": Picture,
    "templates-store-": Store,
    "templates-rollout-": Rollout,
    "templates-experiment": Experiment,
    "analytics-experiment-": Experiment,
    "analytics-report-": FigureReport,
    "automations-rule": Rule,
    "automations-run": RuleRun,
    "outbound-endpoint": Endpoint,
    "outbound-delivery": Delivery,
    "outbound-replay-": Replay,
    "fleet-store-": Store,
    "fleet-alert": AlertRule,
    "templates-": Template,
}
# What stands behind the row's id in the address.
ALSO: dict[str, list[int | str]] = {
    "shipping-store-collection-products": [77],
    "templates-revision": [1],
    "templates-revision-restore": [1],
    "templates-variant-removal": ["B"],
    "templates-block": ["greeting"],
    "templates-translation": ["nb"],
}


# What names no row: it is done to the stores that the key reaches.
OF_ONES_OWN = {("POST", "messaging-batches"), ("POST", "orders-batches")}
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
            place: Any = next((getattr(row, name) for name in names if hasattr(row, name)), None)
            place = place or veil("shopify-webhooks", row.pk)
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
        if door.name.startswith(("stores-key", "stores-member", "stores-invitation")):
            continue  # keys and people are the agency's
        if (door.method, door.name) in OF_ONES_OWN:
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
