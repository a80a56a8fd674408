"""Linked data: what mail clients need to make a card, read back from the mails themselves."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from templates_app import previewing, samples
from templates_app.data import NotificationKind as Kind
from templates_app.engine.filters.words import json_ld
from templates_app.linked_data import linked_data, parcel_data
from templates_app.rendering import render

HOSTILE = "</script><!--'\"\u2028{{ shop.name }}"
STATUS = {
    Kind.ORDER_CONFIRMATION: "OrderProcessing",
    Kind.ORDER_EDITED: "OrderProcessing",
    Kind.ORDER_CANCELLED: "OrderCancelled",
    Kind.ORDER_REFUND: "OrderReturned",
    Kind.POS_RECEIPT: "OrderDelivered",
    Kind.DELIVERED: "OrderDelivered",
    Kind.REVIEW_REQUEST: "OrderDelivered",
    Kind.READY_FOR_PICKUP: "OrderPickupAvailable",
    Kind.ADDRESS_CHECK: "OrderProblem",
    Kind.NO_NEWS: "OrderProcessing",
}
PARCELS = (Kind.SHIPPING_CONFIRMATION, Kind.SHIPPING_UPDATE, Kind.OUT_FOR_DELIVERY, Kind.DELAYED)
SILENT = (
    Kind.ABANDONED_CHECKOUT,
    Kind.DRAFT_ORDER_INVOICE,
    Kind.GIFT_CARD,
    Kind.STAFF_NEW_ORDER,
    Kind.THANK_YOU,
)


def sample_of(kind: Kind) -> dict[str, Any]:
    context = next(iter(samples.for_kind(kind).values()))()
    context["notifyhub"]["kind"] = str(kind)
    return context


def read_back(kind: Kind, context: dict[str, Any]) -> Any:
    mail = render(revision=previewing.default_words(kind), locale="nb", context=context)
    scripts = html.fromstring(mail.html).xpath('//script[@type="application/ld+json"]/text()')
    assert len(scripts) <= 1
    return json.loads(scripts[0]) if scripts else None


def test_each_kind_is_told_apart() -> None:
    assert {*STATUS, *PARCELS, *SILENT} == set(Kind)


@pytest.mark.parametrize(("kind", "status"), STATUS.items())
def test_an_order_tells_its_number_sum_and_state(kind: Kind, status: str) -> None:
    context = sample_of(kind)

    data = read_back(kind, context)

    assert data["@type"] == "Order"
    assert data["orderStatus"] == f"http://schema.org/{status}"
    assert data["orderNumber"] == context["name"].lstrip("#")
    assert data["merchant"]["name"] == context["shop"]["name"]
    assert data["priceCurrency"] == context["currency"]
    assert data["price"]
    assert len(data["acceptedOffer"]) == len(context["line_items"])


@pytest.mark.parametrize("kind", PARCELS)
def test_a_parcel_tells_all_that_gmail_asks_for(kind: Kind) -> None:
    context = sample_of(kind)

    (parcel,) = read_back(kind, context)

    assert parcel["@type"] == "ParcelDelivery"
    assert parcel["carrier"]["name"] == "PostNord"
    assert parcel["trackingNumber"] == context["notifyhub"]["parcels"][0]["number"]
    assert parcel["trackingUrl"].startswith("https://")
    assert parcel["expectedArrivalUntil"] == context["notifyhub"]["promise"]["to_on"]
    assert parcel["partOfOrder"]["merchant"]["name"] == context["shop"]["name"]
    address = parcel["deliveryAddress"]
    assert all(
        address[name]
        for name in (
            "streetAddress",
            "addressLocality",
            "addressRegion",
            "postalCode",
            "addressCountry",
        )
    )
    assert {item["name"] for item in parcel["itemShipped"]} == {
        line["title"] for line in context["line_items"]
    }


def test_silence_about_a_parcel_on_its_way_takes_nothing_back_and_names_no_day() -> None:
    context = samples.for_kind(Kind.NO_NEWS)["shipped"]()

    data = read_back(Kind.NO_NEWS, context)

    assert data["@type"] == "Order"
    assert data["orderStatus"] == "http://schema.org/OrderInTransit"
    assert "expectedArrivalUntil" not in json.dumps(data)


@pytest.mark.parametrize(
    ("sample", "status"), [("plain", "OrderInTransit"), ("not_shipped", "OrderProcessing")]
)
def test_a_delay_without_an_address_says_whether_it_was_shipped(sample: str, status: str) -> None:
    context = samples.for_kind(Kind.DELAYED)[sample]()
    context["shipping_address"] = None

    data = linked_data(context)

    assert isinstance(data, dict)
    assert data["orderStatus"] == f"http://schema.org/{status}"


@pytest.mark.parametrize("kind", SILENT)
def test_what_is_no_order_under_way_makes_no_card(kind: Kind) -> None:
    assert read_back(kind, sample_of(kind)) is None


def test_each_parcel_has_a_card_of_its_own() -> None:
    context = samples.for_kind(Kind.SHIPPING_UPDATE)["several"]()
    context["notifyhub"]["kind"] = str(Kind.SHIPPING_UPDATE)

    assert len(parcel_data(context)) == 3


@pytest.mark.parametrize("lacking", ["promise", "parcels", "address"])
def test_without_what_gmail_asks_for_the_order_is_told_instead(lacking: str) -> None:
    context = sample_of(Kind.SHIPPING_CONFIRMATION)
    if lacking == "address":
        context["shipping_address"] = {"city": "Oslo"}
    else:
        del context["notifyhub"][lacking]
    if lacking == "promise":
        context["fulfillment"]["estimated_delivery_at"] = None

    data = linked_data(context)

    assert isinstance(data, dict)
    assert data["orderStatus"] == "http://schema.org/OrderInTransit"


@pytest.mark.parametrize("kind", [Kind.ORDER_CONFIRMATION, Kind.SHIPPING_CONFIRMATION])
def test_hostile_words_stay_words(kind: Kind) -> None:
    context = sample_of(kind)
    context["shop"]["name"] = HOSTILE
    for line in context["line_items"]:
        line["title"] = HOSTILE
    for parcel in context["notifyhub"].get("parcels", []):
        parcel |= {"company": HOSTILE, "number": HOSTILE, "url": "javascript:alert(1)"}

    data = read_back(kind, context)

    one = data[0] if isinstance(data, list) else data
    merchant = one.get("merchant") or one["partOfOrder"]["merchant"]
    assert merchant["name"] == HOSTILE
    assert "javascript" not in json.dumps(data)


# Of any planes, surrogates and all that a script could end with among them.
_TEXTS = st.text(st.characters() | st.sampled_from("<>&'\"\\\x7f\u2028\ud800\U0001f9f6"))
_LEAVES = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | _TEXTS
_FACTS = st.dictionaries(
    _TEXTS, st.recursive(_LEAVES, lambda each: st.lists(each) | st.dictionaries(_TEXTS, each))
).filter(bool)


@given(facts=_FACTS)
def test_any_facts_are_read_back_and_leave_their_script_alone(facts: dict[str, Any]) -> None:
    begin, end = '<script type="application/ld+json">', "</script>"
    text = str(json_ld(facts))
    inside = text.removeprefix(begin).removesuffix(end)

    assert text == begin + inside + end
    assert inside.isascii()
    assert not set("<>&'") & set(inside)
    assert _finite(json.loads(inside)) == _finite(facts)


def test_each_fact_stands_in_a_line_of_its_own() -> None:
    facts = {"lines": [{"name": "Ullsokker " * 8, "count": count} for count in range(60)]}
    for odd in ({}, {"too long for orjson": 2**80}):
        assert max(map(len, str(json_ld({**facts, **odd})).split("\n"))) < 200


def _finite(value: Any) -> Any:
    """orjson writes what is endless as null, the standard library as a word of its own."""
    if isinstance(value, dict):
        return {key: _finite(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_finite(each) for each in value]
    return None if isinstance(value, float) and abs(value) == float("inf") else value
