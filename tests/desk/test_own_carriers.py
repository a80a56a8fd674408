"""The pages of a store's own carriers: what is refused stands at its field."""

import pytest
from django.test import Client

from shipping.models import Carrier
from stores.models import Store, User
from stores.scope import store_scope

pytestmark = pytest.mark.django_db

LIST = "/admin/shipping/carrier/"
GOOD = "https://fjordbud.example/track?id={number}"


@pytest.fixture
def staff(owner: User, client: Client) -> Client:
    client.force_login(owner)
    return client


def rows(store: Store) -> list[tuple[str, str, bool]]:
    with store_scope(store.pk):
        return list(Carrier.objects.values_list("name", "url_template", "is_retired"))


def test_a_carrier_is_added_changed_retired_and_brought_back(store: Store, staff: Client) -> None:
    said = {"store": store.pk, "name": "Fjordbud", "url_template": GOOD, "phone": ""}
    page = staff.post(f"{LIST}add/", said, follow=True).content.decode()
    assert "Fjordbud was added" in page
    assert GOOD in page
    with store_scope(store.pk):
        path = f"{LIST}{Carrier.objects.get().pk}/change/"

    staff.post(path, {**said, "name": "Fjordbud AS"})
    assert rows(store) == [("Fjordbud AS", GOOD, False)]

    page = staff.post(path, {**said, "is_retired": "on"}, follow=True).content.decode()
    assert "is offered no longer" in page
    assert rows(store) == [("Fjordbud AS", GOOD, True)]

    staff.post(path, {**said, "name": "Fjordbud AS"})
    assert rows(store) == [("Fjordbud AS", GOOD, False)]


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"url_template": "http://fjordbud.example/{number}"}, "must begin with https://"),
        ({"url_template": "https://10.0.0.7/{number}"}, "cannot reach this host"),
        ({"url_template": "https://fjordbud.example/"}, "where the tracking number stands"),
        ({"name": "UPS"}, "UPS is known already"),
        ({"phone": "call me"}, "A phone number has figures"),
    ],
)
def test_what_is_refused_is_said_at_the_field_and_nothing_is_kept(
    store: Store, staff: Client, said: dict[str, str], words: str
) -> None:
    form = {"store": store.pk, "name": "Fjordbud", "url_template": GOOD, "phone": "", **said}

    page = staff.post(f"{LIST}add/", form)

    assert page.status_code == 200
    assert words in page.content.decode()
    assert rows(store) == []


def test_a_name_that_another_carrier_has_is_said_above_the_list(
    store: Store, staff: Client
) -> None:
    for name in ("Fjordbud", "Boat"):
        staff.post(f"{LIST}add/", {"store": store.pk, "name": name, "url_template": GOOD})
    with store_scope(store.pk):
        boat = Carrier.objects.get(name="Boat")

    said = {"name": "fjordbud", "url_template": GOOD}
    page = staff.post(f"{LIST}{boat.pk}/change/", said, follow=True).content.decode()

    assert "Another carrier has this name" in page
    assert {row[0] for row in rows(store)} == {"Fjordbud", "Boat"}
