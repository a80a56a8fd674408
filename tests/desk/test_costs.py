"""What every list of the admin costs: as many queries for many stores and rows as for a few."""

from typing import Final

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from common.merging import FEW_OWNERS
from stores.roles import Role
from tests.bench import lists
from tests.factories.stores import make_store
from tests.house.world import World, build, fill

pytestmark = pytest.mark.django_db

# Lists by another name than those that the resolver knows: see tests/bench/lists.py.
LIKE_LISTS: Final = ("index", "messaging_message_inbox", "template-rollouts")


def grow(world: World, mark: str) -> None:
    """One more store of the agency, and a row more of everything that stands in a list."""
    store = make_store(world.agency, name=f"Store {mark}")
    fill(World(world.agency, store, mark, people=world.people))


def costs(client: Client) -> dict[str, int]:
    found = {}
    for name in [*sorted(lists.names()), *LIKE_LISTS]:
        url = reverse(f"admin:{name}")
        assert client.get(url).status_code == 200, url  # and makes what is made once and kept
        with CaptureQueriesContext(connection) as said:
            client.get(url)
        found[name] = len(said)
    return found


def test_every_list_costs_the_same_for_a_few_stores_and_for_many(client: Client) -> None:
    world = build("first")
    client.force_login(world.people[Role.OWNER])
    for number in range(FEW_OWNERS):
        grow(world, f"few{number}")
    for_few = costs(client)

    for number in range(8):
        grow(world, f"many{number}")

    assert costs(client) == for_few


def test_the_bench_knows_all_lists() -> None:
    known = set(lists.names())

    assert known >= {
        "audits_changelist",
        "batches_changelist",
        "halts_changelist",
        "incidents_changelist",
        "intake_webhook_changelist",
        "messaging_message_changelist",
        "messaging_promopool_changelist",
        "messaging_sender_changelist",
        "messaging_suppression_changelist",
        "modes_changelist",
        "orders_order_changelist",
        "rescue_changelist",
        "stores_apikey_changelist",
        "stores_membership_changelist",
        "stores_store_changelist",
        "templates_app_brand_changelist",
        "templates_app_picture_changelist",
        "templates_app_template_changelist",
    }
