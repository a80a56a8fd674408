"""What the holder of a status link sees, and what nobody sees."""

from datetime import UTC, datetime

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from orders.models import Fulfilment, LineItem, Order
from shipping.models import Parcel, ParcelEvent
from statuspage.masking import mask, masked_address
from stores.models import Store
from stores.scope import store_scope

PLACED = datetime(2026, 11, 18, 9, 7, tzinfo=UTC)
ADDRESS = {
    "name": "Ingrid Solheim",
    "address1": "Ullbakken 12",
    "zip": "5006",
    "city": "Bergen",
    "country_code": "NO",
}


@pytest.fixture
def order(store: Store) -> Order:
    with store_scope(store.pk):
        order = Order.objects.create(
            store=store,
            shopify_id=10482,
            name="#10482",
            locale="nb-NO",
            email="ingrid.solheim@example.com",
            buyer_name="Ingrid Solheim",
            currency="NOK",
            total_minor=184900,
            subtotal_minor=184900,
            tax_minor=36980,
            is_tax_included=True,
            placed_at=PLACED,
            changed_at=PLACED,
            shipping_address=ADDRESS,
            delivery_method="SHIPPING",
        )
        LineItem.objects.create(
            store=store,
            order=order,
            position=0,
            title="Strikkepakke <b>«Vidde»</b>",
            quantity=1,
            current_quantity=1,
            presentment_total_minor=184900,
        )
    return order


def add_parcel(order: Order, state: str, scans: list[str]) -> None:
    with store_scope(order.store_id):
        fulfilment, _ = Fulfilment.objects.get_or_create(
            store_id=order.store_id, order=order, shopify_id=1
        )
        parcel = Parcel.objects.create(
            store_id=order.store_id,
            order=order,
            fulfilment=fulfilment,
            position=Parcel.objects.count(),
            state=state,
            company="PostNord",
            number="370521884410",
            url="https://www.postnord.no/sporing?id=370521884410",
        )
        for scan in scans:
            ParcelEvent.objects.create(
                store_id=order.store_id, order=order, parcel=parcel, state=scan, at=PLACED
            )


def test_the_page_shows_the_order_in_the_buyers_language(client: Client, order: Order) -> None:
    page = client.get(f"/s/{order.token}").content.decode()

    assert "#10482" in page
    assert "1\u00a0849,00\u00a0kr" in page
    assert '<html lang="nb"' in page


def test_the_page_hides_who_and_where_from_whoever_holds_the_link(
    client: Client, order: Order
) -> None:
    page = client.get(f"/s/{order.token}").content.decode()

    assert "Bergen" in page
    for secret in ("Ingrid", "Solheim", "Ullbakken", "5006", "ingrid.solheim@example.com"):
        assert secret not in page


def test_buyers_text_is_escaped(client: Client, order: Order) -> None:
    page = client.get(f"/s/{order.token}").content.decode()

    assert "<b>«Vidde»" not in page
    assert "&lt;b&gt;«Vidde»" in page


def test_parcels_stand_with_their_scans_and_a_link_to_the_carrier(
    client: Client, order: Order
) -> None:
    add_parcel(order, "IN_TRANSIT", ["IN_TRANSIT", "CONFIRMED"])

    page = client.get(f"/s/{order.token}").content.decode()

    assert "https://www.postnord.no/sporing?id=370521884410" in page
    assert page.count("<time ") == 2


@pytest.mark.parametrize("parcels", [1, 5])
def test_the_page_costs_the_same_for_any_number_of_parcels(
    client: Client,
    order: Order,
    parcels: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for _ in range(parcels):
        add_parcel(order, "IN_TRANSIT", ["IN_TRANSIT"])

    # The order, its version, the store's settings; lines, fulfilments, parcels, scans, refunds and
    # promises; the confirmation, rescue, questions, requests and thumbs; the brand; the copy and
    # the savepoint around it.
    with django_assert_num_queries(18):
        client.get(f"/s/{order.token}")


def test_unknown_tokens_and_erased_orders_answer_alike(client: Client, order: Order) -> None:
    unknown = client.get("/s/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")
    with store_scope(order.store_id):
        Order.objects.filter(pk=order.pk).update(redacted_at=PLACED)
    erased = client.get(f"/s/{order.token}")

    assert (unknown.status_code, erased.status_code) == (404, 404)
    assert unknown.content == erased.content


def test_nobody_else_is_told_of_the_link(client: Client, order: Order) -> None:
    response = client.get(f"/s/{order.token}")

    assert response["Referrer-Policy"] == "no-referrer"
    assert response["Cache-Control"] == "private, no-cache"
    assert "noindex" in response["X-Robots-Tag"]
    assert "default-src 'none'" in response["Content-Security-Policy"]


def test_a_cancelled_order_says_so(client: Client, order: Order) -> None:
    with store_scope(order.store_id):
        Order.objects.filter(pk=order.pk).update(cancelled_at=PLACED, locale="en")

    page = client.get(f"/s/{order.token}").content.decode()

    assert "This order was cancelled" in page
    assert "aria-current" not in page


def test_whoever_finds_something_wrong_reaches_the_store(client: Client, order: Order) -> None:
    page = client.get(f"/s/{order.token}").content.decode()

    assert 'id="help"' in page  # the mail links to it
    assert f'href="mailto:{order.store.email}?subject=%2310482"' in page


def test_the_page_is_light_and_needs_no_script(client: Client, order: Order) -> None:
    page = client.get(f"/s/{order.token}").content

    assert len(page) < 30_000
    assert b"<script" not in page


@pytest.mark.parametrize(
    ("text", "masked"),
    [("Ingrid Solheim", "I••••• S••••••"), ("Ye", "Y••"), ("", ""), ("王小明", "王••")],
)
def test_masking_keeps_the_first_letter(text: str, masked: str) -> None:
    assert mask(text) == masked


def test_a_missing_address_shows_nothing() -> None:
    assert masked_address(None) == ()
    assert masked_address({"city": None}) == ()
