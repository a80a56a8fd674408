"""Parcels by hand: the form, the list, the order's page, and files."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from desk.timeline import read_timeline
from messaging import parcel_imports
from orders.models import Order
from shipping import parcels
from shipping.models import Parcel, ParcelImport, ParcelWriteBack
from stores.models import Store
from stores.roles import Role
from stores.scope import every_store, store_scope
from tests.factories import payloads
from tests.factories.parcels import FIRST, NOW, SECOND, draft, placed_order, sent_off
from tests.factories.stores import PASSWORD, make_member

pytestmark = pytest.mark.django_db
CERTAIN = "LX123456785NO"  # its form and check digit say whose it is
OPEN = "123456789012"  # many carriers' numbers look like it


@pytest.fixture
def order(store: Store) -> Order:
    with store_scope(store.pk):
        return placed_order(store)


@pytest.fixture
def desk(store: Store) -> Client:
    client = Client()
    member = make_member(store.agency, Role.SUPPORT)
    assert client.login(username=member.email, password=PASSWORD)
    return client


def post(desk: Client, order: Order, **said: Any) -> Any:
    return desk.post(reverse("admin:parcels_add", args=[order.pk]), said)


def text_of(response: Any) -> str:
    return str(response.content.decode())


def test_a_number_that_decides_is_added_at_once(desk: Client, order: Order) -> None:
    response = post(desk, order, number=CERTAIN, tells_buyer="on")

    assert response.status_code == 302
    with store_scope(order.store_id):
        parcel = Parcel.objects.get()
        assert (parcel.number, parcel.origin) == (CERTAIN, "STAFF")
    page = text_of(desk.get(response["Location"]))
    assert CERTAIN in page
    assert "Add a parcel" in page


def test_a_number_that_fits_several_asks_whose_it_is(desk: Client, order: Order) -> None:
    asked = text_of(post(desk, order, number=OPEN))

    assert "Who brings it?" in asked
    assert f'value="{OPEN}"' in asked
    with store_scope(order.store_id):
        assert not Parcel.objects.exists()

    assert post(desk, order, number=OPEN, carrier="-").status_code == 302
    with store_scope(order.store_id):
        assert Parcel.objects.get().carrier_ground == ""


def test_what_was_typed_stays_beside_what_was_wrong(desk: Client, order: Order) -> None:
    line = f"line-{payloads.line()['id']}"

    response = post(desk, order, number=CERTAIN, company="Bring", **{line: "3"})

    assert response.status_code == 409
    page = text_of(response)
    assert "only 2 are left" in page
    assert f'value="{CERTAIN}"' in page
    assert 'value="3"' in page


@pytest.mark.parametrize("said", [{"shipped_at": "tomorrow"}, {"shipped_at": "9999-99-99T00:00"}])
def test_a_time_that_is_none_is_said(desk: Client, order: Order, said: dict[str, str]) -> None:
    response = post(desk, order, number=CERTAIN, **said)

    assert response.status_code == 409
    assert "a day and a time" in text_of(response)


def test_a_number_is_changed_and_the_old_one_struck(desk: Client, order: Order) -> None:
    post(desk, order, number=CERTAIN)
    with store_scope(order.store_id):
        parcel = Parcel.objects.get()
    url = reverse("admin:parcels_change", args=[parcel.public_id])
    assert CERTAIN in text_of(desk.get(url))

    response = desk.post(url, {"number": SECOND, "company": "Bring", "because": "typo"})

    page = text_of(desk.get(response["Location"]))
    assert f'<bdi class="mono" dir="ltr">{CERTAIN}</bdi></s>' in page
    with store_scope(order.store_id):
        parcel.refresh_from_db()
        assert (parcel.number, parcel.company) == (SECOND, "Bring")
        words = [str(line.words) for day in _days(order) for line in day.lines]
    assert any("Parcel with another number" in said for said in words)


def test_an_unchanged_form_changes_nothing(desk: Client, order: Order) -> None:
    with store_scope(order.store_id):
        sent_off(order.store, FIRST)
        parcel = Parcel.objects.get()
    url = reverse("admin:parcels_change", args=[parcel.public_id])

    response = desk.post(url, {"number": FIRST, "company": "Bring", "url": parcel.url})

    assert "Nothing was changed." in text_of(desk.get(response["Location"]))


def test_a_parcel_of_ours_goes_and_shopifys_stays(desk: Client, order: Order) -> None:
    with store_scope(order.store_id):
        ours = parcels.add_parcel(order=order, draft=draft(SECOND), actor="M", now=NOW)
        sent_off(order.store, FIRST)
        theirs = Parcel.objects.get(number=FIRST)

    for parcel in (ours, theirs):
        url = reverse("admin:parcels_remove", args=[parcel.public_id])
        desk.post(url, {"because": "wrong order"})

    with store_scope(order.store_id):
        assert list(Parcel.objects.values_list("number", flat=True)) == [FIRST]
        assert any("taken away" in str(line.words) for day in _days(order) for line in day.lines)


def test_what_shopify_refused_stands_with_a_button(desk: Client, order: Order) -> None:
    with store_scope(order.store_id):
        parcel = parcels.add_parcel(order=order, draft=draft(), actor="M", now=NOW)
        ParcelWriteBack.objects.create(
            store_id=order.store_id,
            parcel=parcel,
            state="REFUSED",
            asked_at=NOW,
            run_after=NOW,
            detail="Shopify says: on hold",
        )
    page = text_of(desk.get(reverse("admin:orders_order_change", args=[order.pk])))
    assert "Shopify says: on hold" in page
    assert "Try again" in page

    desk.post(reverse("admin:parcels_write_back", args=[parcel.public_id]))

    with store_scope(order.store_id):
        assert ParcelWriteBack.objects.get().state == "DUE"


def test_the_list_finds_a_number_and_pages_in_few_queries(
    desk: Client, order: Order, django_assert_max_num_queries: Any
) -> None:
    with store_scope(order.store_id):
        for number in (FIRST, SECOND):
            parcels.add_parcel(order=order, draft=draft(number), actor="M", now=NOW)
    url = reverse("admin:shipping_parcel_changelist")
    desk.get(url)

    with django_assert_max_num_queries(10):
        page = text_of(desk.get(url))
    assert FIRST in page
    assert SECOND in page
    found = text_of(desk.get(url, {"q": f" {FIRST[:5]} {FIRST[5:]} "}))
    assert FIRST in found
    assert SECOND not in found
    for query in ("state=UNKNOWN", "direction=OUT", "carrier=UNKNOWN", "alarm=ANY", "state=x"):
        assert desk.get(f"{url}?{query}").status_code == 200


def test_a_file_goes_in_and_what_is_wrong_comes_out(desk: Client, order: Order) -> None:
    content = f"order;number\n1001;{FIRST}\n=cmd|x;A1\n".encode()
    sent = SimpleUploadedFile("july.csv", content, "text/csv")

    response = desk.post(
        reverse("admin:parcel_imports_add"), {"store": order.store_id, "file": sent}
    )
    page = text_of(desk.get(response["Location"]))
    assert "1 parcel would be added." in page
    assert "1 line cannot be read in" in page

    with store_scope(order.store_id):
        source = ParcelImport.objects.get()
    desk.post(reverse("admin:parcel_imports_begin", args=[source.public_id]), {})
    with every_store(because="a test's worker"):
        while parcel_imports.run_imports(now=timezone.now() + timedelta(seconds=1)):
            pass

    assert "1 parcel was added." in text_of(desk.get(response["Location"]))
    bad = desk.get(reverse("admin:parcel_imports_bad", args=[source.public_id]))
    said = b"".join(bad.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]  # streamed
    assert "'=cmd|x,A1" in said
    assert "no such order" in said


def _days(order: Order) -> Any:
    return read_timeline(order_id=order.pk, show="all", before=None).days
