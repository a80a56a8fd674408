"""Files of parcels, renewed promises and numbers for Shopify, over the API."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from messaging import parcel_imports
from shipping.models import Parcel, ParcelWriteBack, PromiseRun
from stores.models import Store
from stores.scope import every_store, store_scope
from tests.factories.keys import KeyClient
from tests.factories.orders import make_order
from tests.factories.shipping import make_parcel
from tests.factories.stores import make_store
from tests.problems import refusal

pytestmark = pytest.mark.django_db

CSV = "order;number;carrier\n#1001;370722150123456789;Bring\n#9999;370722150123456796;Bring\n"


@pytest.fixture
def paths(store: Store) -> None:
    make_order(store, name="#1001", number=1001)


def run_all() -> None:
    with every_store(because="a test runs what a worker does"):
        while parcel_imports.run_imports(now=timezone.now()):
            pass


@pytest.mark.usefixtures("paths")
def test_a_file_is_tried_dry_then_read_in(api: KeyClient, store: Store) -> None:
    tried = api.post("parcel-imports/", {"store": str(store.public_id), "csv": CSV})
    path = f"parcel-imports/{tried.json()['id']}/"

    assert tried.status_code == 201
    assert (tried.json()["state"], tried.json()["line_count"]) == ("CHECKED", 2)
    assert (tried.json()["counts"]["WAITING"], tried.json()["counts"]["BAD"]) == (1, 1)
    with store_scope(store.pk):
        assert not Parcel.objects.exists()
    (bad,) = api.get(f"{path}lines/").json()["results"]
    assert (bad["line"], bad["order"]) == (3, "#9999")
    assert bad["what_to_do"]
    begun = api.post(f"{path}begin/", {"tells_buyers": False})
    assert begun.json()["state"] == "RUNNING"
    assert refusal(api.post(f"{path}begin/")) == (409, "import-not-now")
    run_all()
    done = api.get(path).json()
    assert (done["state"], done["counts"]["ADDED"]) == ("DONE", 1)
    with store_scope(store.pk):
        assert Parcel.objects.get().number == "370722150123456789"


@pytest.mark.usefixtures("paths")
def test_a_stopped_file_adds_nothing_and_goes_on_later(api: KeyClient, store: Store) -> None:
    made = api.post("parcel-imports/", {"store": str(store.public_id), "csv": CSV}).json()
    path = f"parcel-imports/{made['id']}/"
    api.post(f"{path}begin/")

    assert api.post(f"{path}cancel/").json()["state"] == "CANCELLED"
    run_all()
    assert api.get(path).json()["counts"]["WAITING"] == 1
    assert api.post(f"{path}begin/").json()["state"] == "RUNNING"


def test_what_is_no_list_of_parcels_is_refused(api: KeyClient, store: Store) -> None:
    said = {"store": str(store.public_id), "csv": "nothing of the kind"}

    assert refusal(api.post("parcel-imports/", said)) == (409, "file-refused")
    foreign = {**said, "store": str(make_store().public_id)}
    assert refusal(api.post("parcel-imports/", foreign)) == (422, "invalid")


def test_lines_are_paged_in_the_order_of_the_file(api: KeyClient, store: Store) -> None:
    lines = "".join(f"#9{at:03};37072215012345{at:04};Bring\n" for at in range(7))
    said = {"store": str(store.public_id), "csv": "order;number;carrier\n" + lines}
    made = api.post("parcel-imports/", said).json()

    first = api.get(f"parcel-imports/{made['id']}/lines/", {"limit": 4}).json()
    second = api.get(first["next"].partition("/api/v1/")[2]).json()

    shown = [row["line"] for page in (first, second) for row in page["results"]]
    assert shown == [2, 3, 4, 5, 6, 7, 8]
    assert second["next"] is None


def test_a_list_of_files_costs_the_same_for_many(api: KeyClient, store: Store) -> None:
    said = {"store": str(store.public_id), "csv": CSV}
    api.post("parcel-imports/", said)
    for _ in range(2):  # the key's first use is written down, then the key is known
        api.get("parcel-imports/")
    with CaptureQueriesContext(connection) as for_one:
        api.get("parcel-imports/")
    for _ in range(5):
        api.post("parcel-imports/", said)

    with CaptureQueriesContext(connection) as for_many:
        assert len(api.get("parcel-imports/").json()["results"]) == 6

    assert len(for_many) == len(for_one) == 2  # the key, the list


def test_open_orders_are_promised_anew_one_run_at_a_time(api: KeyClient, store: Store) -> None:
    path = f"stores/{store.public_id}/promise-runs/"

    begun = api.post(path, {"because": "Closed until Monday"})

    assert begun.status_code == 201
    assert refusal(api.post(path, {"because": "Again"})) == (409, "promises-run-refused")
    (listed,) = api.get(path).json()["results"]
    assert listed == begun.json()
    with store_scope(store.pk):
        assert PromiseRun.objects.get().actor == "API key ERP"


def test_shopify_is_told_of_a_number_to_a_buyer_only(api: KeyClient, store: Store) -> None:
    order = make_order(store)
    with store_scope(store.pk):
        there = make_parcel(order, number="370722150123456789")
        back = make_parcel(order, number="370722150123456796", direction="RETURN")

    told = api.post(f"parcels/{there.public_id}/write-back/")

    assert told.json()["state"] == "DUE"
    refused = api.post(f"parcels/{back.public_id}/write-back/")
    assert refusal(refused) == (409, "parcel-not-for-shopify")
    with store_scope(store.pk):
        assert ParcelWriteBack.objects.get().parcel == there
