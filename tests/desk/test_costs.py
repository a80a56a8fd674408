"""What every list of the admin costs: as many queries for an agency of many stores as for one."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from stores.models import Store
from stores.roles import Role
from tests.bench import lists
from tests.factories.stores import make_store
from tests.house.world import World, build, fill

pytestmark = pytest.mark.django_db

SISTERS = 6
# Beside those that the resolver knows by their names.
LIKE_LISTS = ("index", "messaging_message_inbox", "template-rollouts")


def costs(client: Client, names: list[str]) -> dict[str, int]:
    found = {}
    for name in names:
        url = reverse(f"admin:{name}")
        assert client.get(url).status_code == 200, url  # what is made once and kept is made here
        with CaptureQueriesContext(connection) as said:
            client.get(url)
        found[name] = len(said)
    return found


def test_every_list_costs_the_same_for_a_store_and_for_many(client: Client) -> None:
    world = build("first")
    client.force_login(world.people[Role.OWNER])
    names = [*sorted(lists.names()), *LIKE_LISTS]
    for_few = costs(client, names)

    for number in range(SISTERS):
        fill(World(world.agency, sister(world, number), f"sister{number}", people=world.people))
        fill_again(world, number)

    assert costs(client, names) == for_few


def sister(world: World, number: int) -> Store:
    return make_store(world.agency, name=f"Sister {number}")


def fill_again(world: World, number: int) -> None:
    """More rows of the same store too."""
