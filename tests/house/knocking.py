"""How somebody comes to a door of the house, and what is seen there."""

from typing import Any

from django.contrib import admin
from django.db import models, transaction
from django.test import Client
from django.urls import reverse

from analytics.models import Incident
from messaging.models import Message, RescueCase, Sender
from orders.models import Checkout
from shipping.models import Alarm, Parcel, TrackerAccount
from stores.models import Store, User
from templates_app.models import Audit, Revision, Template
from tests.house.addresses import OF_NOBODY, OF_WORDS, query_of
from tests.house.isolation import Door
from tests.house.world import CANARY, World

REGISTERED = sorted(admin.site._registry, key=lambda model: model._meta.label)


def login(user: User) -> Client:
    client = Client(raise_request_exception=True)
    client.force_login(user)
    return client


# Behind links of mails: these are of nobody.
OF_A_LINK: dict[str, list[Any]] = {
    "admin:choose_password": ["MQ", "no-token"],
    "signup-confirm": ["no-token"],
    "join": ["no-token"],
    "mfa_remove_webauthn": [1],
}


def address(name: str, world: World) -> str:
    """The URL of a door, with the ids of that world where it wants some."""
    if name in OF_A_LINK:
        return reverse(name, args=OF_A_LINK[name])
    if name in OF_WORDS:
        return reverse(name, args=OF_WORDS[name](world)) + query_of(name, world)
    model = model_of(name)
    if model is None or name.endswith(("_changelist", "_add", "_inbox")):
        return reverse(name)
    row = world.rows[model]
    if model is Message and name.endswith(("_release", "_cancel")):
        row = world.messages["HELD"]
    if name.endswith("_mark_sent"):
        row = world.messages["UNKNOWN"]
    return reverse(name, args=[row.pk])


# Pages of no ModelAdmin, by whose row they are asked for.
OF_DESK: dict[str, type[models.Model]] = {
    "admin:alarms_settle": Alarm,
    "admin:baskets_change": Checkout,
    "admin:audits_change": Audit,
    "admin:audits_decide": Audit,
    "admin:incidents_note": Incident,
    "admin:parcel_scan": Parcel,
    "admin:rescue_dismiss": RescueCase,
    "admin:rescue_mend": RescueCase,
    "admin:sender_domain": Sender,
    "admin:trackers_change": TrackerAccount,
    "admin:sender_domain_check": Sender,
}


def model_of(name: str) -> type[models.Model] | None:
    if name == "admin:delivery_risks":
        return None
    if name.startswith(
        ("admin:modes_", "admin:counting_", "admin:delivery_", "admin:basket_rules_")
    ):
        return Store
    if name in OF_WORDS:
        return None if name in OF_NOBODY else Revision
    if name in OF_DESK:
        return OF_DESK[name]
    if name.startswith("admin:template-"):
        return Template
    for model in REGISTERED:
        prefix = f"admin:{model._meta.app_label}_{model._meta.model_name}_"
        if name.startswith(prefix):
            return model
    return None


def knock(client: Client, door: Door, url: str) -> Any:
    if door.method == "GET":
        return client.get(url)
    data = {"post": "yes"} if door.name.endswith("_delete") else {}
    return client.post(url, data)


def leaks(response: Any, mark: str = CANARY) -> bool:
    said = str(response.headers) + response.reason_phrase
    content: bytes = b"".join(response) if response.streaming else response.content
    return mark.encode() in content.lower() or mark in said.lower()


class Undone:
    """A savepoint that is always rolled back, so that every door is tried in the same world."""

    def __enter__(self) -> None:
        self.atomic = transaction.atomic()
        self.atomic.__enter__()

    def __exit__(self, *_: object) -> None:
        transaction.set_rollback(True)
        self.atomic.__exit__(None, None, None)
