"""Through which channel an order came, and whose address its buyer has."""

import json
from pathlib import Path

import pytest
from django.utils import timezone

from intake.parsing.buying import parse_order
from orders import services as orders
from orders.channels import SalesChannel, channel_of, channel_words
from orders.columns import order_columns
from orders.models import Activity, ActivityKind, Order
from orders.relays import is_marketplaces, relay_of
from stores.models import Store
from tests.factories import payloads

CORPUS = Path(__file__).parents[2] / ".." / "shared" / "data" / "webhooks"


@pytest.mark.parametrize(
    ("said", "app_id", "email", "channel"),
    [
        ("web", 580111, "kari@example.com", "ONLINE"),
        ("WEB ", None, "", "ONLINE"),
        ("pos", 129785, "", "POS"),
        ("", 129785, "", "POS"),
        ("2329312", 2329312, "", "FACEBOOK"),
        ("instagram", None, "", "INSTAGRAM"),
        ("4383523", None, "", "TIKTOK"),
        ("3890849", None, "", "SHOP"),
        ("1780363", None, "", "GOOGLE"),
        ("shopify_draft_order", 1354745, "", "DRAFT"),
        ("subscription_contract_checkout_one", 5284869, "", "SUBSCRIPTION"),
        ("api", None, "", "API"),
        ("ebay", None, "", "EBAY"),
        ("eBay-UK", None, "", "EBAY"),
        ("amazon-us", None, "", "AMAZON"),
        ("Amazon.co.uk", None, "", "AMAZON"),
        ("amazonia-coffee", None, "", "OTHER"),
        # An app that brings a marketplace's orders has any number: the buyer's address tells.
        ("755357713", 755357713, "a1b2@members.ebay.com", "EBAY"),
        ("web", 580111, "a1b2@marketplace.amazon.de", "AMAZON"),
        ("755357713", 755357713, "v4b1@scs.tiktokw.us", "TIKTOK"),
        ("755357713", 755357713, "kari@example.com", "OTHER"),
        # What was sold at the counter was, whatever the address.
        ("pos", 129785, "a1b2@members.ebay.com", "POS"),
        ("iphone", None, "", "OTHER"),
        ("", None, "", ""),
    ],
)
def test_the_channel_is_read_from_what_shopify_says(
    said: str, app_id: int | None, email: str, channel: str
) -> None:
    assert channel_of(said, app_id=app_id, email=email) == channel


def test_an_unknown_channel_is_shown_by_its_own_words() -> None:
    assert channel_words("OTHER", "755357713") == "755357713"
    assert channel_words("POS", "pos") == "Shop counter (POS)"
    assert channel_words("", "") == ""


@pytest.mark.parametrize(
    ("address", "name", "is_marketplace"),
    [
        ("74684c24ca049e0c2e13@members.ebay.com", "eBay", True),
        ("X@Members.eBay.co.uk", "eBay", True),
        ("sz2y5+133a@marketplace.amazon.co.uk", "Amazon", True),
        ("n8miblde3i@marketplace.facebook.com", "Facebook and Instagram", True),
        ("a@u.shipping.temuemail.com", "Temu", True),
        ("a@us.notification.mirakl.net", "Mirakl", True),
        ("4C11@relay.walmart.com", "Walmart", True),
        ("x9@privaterelay.appleid.com", "Apple", False),
        ("x9@mozmail.com", "e-mail relay", False),
    ],
)
def test_a_middlemans_address_is_known(address: str, name: str, is_marketplace: bool) -> None:
    relay = relay_of(address)

    assert relay is not None
    assert (relay.name, is_marketplaces(address)) == (name, is_marketplace)


@pytest.mark.parametrize(
    "address",
    [
        "kari@example.com",
        "kari@amazon.com",
        "kari@ebay.com",
        "members.ebay.com@example.com",
        "a@notmembers.ebay.com.example.org",
        "a@evilscs.tiktokw.us",
        "",
        "@",
    ],
)
def test_a_mailbox_of_the_buyers_own_is_nobody_elses(address: str) -> None:
    assert relay_of(address) is None


@pytest.mark.django_db
@pytest.mark.usefixtures("inside")
def test_the_order_and_its_timeline_keep_the_channel(store: Store) -> None:
    said = {"source_name": "755357713", "app_id": 755357713, "email": "a1@members.ebay.com"}
    data = parse_order(payloads.order(**said))

    order = orders.record_order(store=store, data=data, now=timezone.now())

    assert order.sales_channel == SalesChannel.EBAY
    assert order.channel_words == "eBay"
    placed = Activity.objects.get(order=order, kind=ActivityKind.ORDER_PLACED)
    assert placed.data["sales_channel"] == "EBAY"
    assert list(Order.objects.filter(sales_channel="EBAY")) == [order]


@pytest.mark.corpus
def test_each_order_of_the_corpus_has_a_channel() -> None:
    if not CORPUS.is_dir():
        pytest.skip("the corpus is not here")
    found: dict[str, set[str]] = {}
    for path in sorted(CORPUS.glob("*/**/orders__*.json")) + sorted(
        CORPUS.glob("derived-2026-04/*__orders_*.json")
    ):
        body = json.loads(path.read_text())
        if not isinstance(body.get("source_name"), str) or "line_items" not in body:
            continue
        data = parse_order(body)
        found.setdefault(body["source_name"], set()).add(order_columns(data)["sales_channel"])

    assert found["pos"] == {"POS"}
    assert found["web"] == {"ONLINE"}
    assert found["755357713"] == {"OTHER"}
