"""Orders archived by filters, tags told to Shopify and notes for packers, over the API."""

import pytest
from django.utils import timezone

from orders import archiving_many
from orders.models import Note, Order, TagWrite, WriteState
from stores.models import Store
from stores.scope import every_store, store_scope
from tests.factories.keys import KeyClient, make_client
from tests.factories.orders import make_order
from tests.factories.stores import make_store
from tests.problems import refusal

pytestmark = pytest.mark.django_db


def run_all() -> None:
    with every_store(because="a test runs what a worker does"):
        while archiving_many.run_batches(now=timezone.now()):
            pass


def test_what_filters_find_is_archived_and_taken_out_again(api: KeyClient, store: Store) -> None:
    paid = make_order(store, financial_state="PAID")
    owed = make_order(store, financial_state="PENDING")
    wanted = {"deed": "ARCHIVE", "financial_state": "PAID"}

    foreseen = api.post("order-batches/dry-run/", wanted).json()
    begun = api.post("order-batches/", wanted)
    run_all()
    done = api.get(f"order-batches/{begun.json()['id']}/").json()

    assert foreseen == {"count": 1, "is_more": False}
    assert begun.status_code == 201
    assert (done["state"], done["done_count"], done["foreseen_count"]) == ("DONE", 1, 1)
    with store_scope(store.pk):
        assert Order.objects.get(pk=paid.pk).archived_at is not None
        assert Order.objects.get(pk=owed.pk).archived_at is None
    api.post("order-batches/", {"deed": "UNARCHIVE", "financial_state": "PAID"})
    run_all()
    with store_scope(store.pk):
        assert Order.objects.get(pk=paid.pk).archived_at is None


def test_a_batch_that_is_stopped_moves_nothing_more(api: KeyClient, store: Store) -> None:
    order = make_order(store)
    begun = api.post("order-batches/", {"deed": "ARCHIVE"}).json()

    stopped = api.post(f"order-batches/{begun['id']}/cancel/").json()
    run_all()

    assert stopped["state"] == "CANCELLED"
    with store_scope(store.pk):
        assert Order.objects.get(pk=order.pk).archived_at is None


def test_a_key_of_one_store_meets_only_its_orders(store: Store) -> None:
    sister = make_store(store.agency)
    make_order(store)
    make_order(sister)
    narrow = make_client(store.agency, stores=[store])

    assert narrow.post("order-batches/dry-run/", {"deed": "ARCHIVE"}).json()["count"] == 1
    foreign = {"deed": "ARCHIVE", "stores": [str(sister.public_id)]}
    assert refusal(narrow.post("order-batches/", foreign)) == (422, "invalid")
    wide = make_client(store.agency).post("order-batches/", {"deed": "ARCHIVE"}).json()
    assert refusal(narrow.get(f"order-batches/{wide['id']}/")) == (404, "not-found")


@pytest.mark.parametrize("field", ["stage", "age", "deed", "financial_state"])
def test_a_filter_that_is_none_never_finds_everything(api: KeyClient, field: str) -> None:
    refused = api.post("order-batches/", {"deed": "ARCHIVE", field: "paid?"})

    assert refusal(refused) == (422, "invalid")


def test_a_tag_given_by_a_program_goes_to_shopify_as_one_given_on_the_page(
    api: KeyClient, store: Store
) -> None:
    order = make_order(store)
    path = f"orders/{order.public_id}/tags/"

    for tag in ("gift", "vip"):
        api.post(path, {"tag": tag})
    api.post(f"{path}remove/", {"tag": "vip"})

    with store_scope(store.pk):
        wishes = {row.tag: row.is_added for row in TagWrite.objects.filter(order=order)}
        TagWrite.objects.filter(order=order).update(state=WriteState.REFUSED, detail="No.")
    assert wishes == {"gift": True, "vip": False}
    again = api.post(f"{path}write-again/").json()
    assert again["again_count"] == 2
    assert {each["state"] for each in again["tags"]} == {"DUE"}
    assert api.post(f"{path}write-again/").json()["again_count"] == 0


def test_a_note_says_whether_it_is_for_packers(api: KeyClient, store: Store) -> None:
    order = make_order(store)
    path = f"orders/{order.public_id}/notes/"

    made = api.post(path, {"text": "Glass!", "is_for_packers": True}).json()
    plain = api.post(path, {"text": "Called."}).json()

    assert (made["is_for_packers"], plain["is_for_packers"]) == (True, False)
    with store_scope(store.pk):
        assert Note.objects.get(text="Glass!").is_for_packers
