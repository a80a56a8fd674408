"""Exports: Shopify's Liquid and nothing of ours, and it tells the same facts of the same order."""

import html
import json
import re
from typing import Any, Final

import pytest
from lxml import html as lxml_html

from templates_app import rendering, samples
from templates_app.checking import Draft
from templates_app.data import NotificationKind as Kind
from templates_app.engine import environment
from templates_app.exporting import exporter
from templates_app.plain_text import text_of
from tests.templates_app.test_linting import KINDS, default_draft, draft_of

EXPORTABLE: Final = [kind for kind in KINDS if exporter.is_exportable(kind)]
CASES: Final = [(kind, name) for kind in EXPORTABLE for name in samples.for_kind(kind)]
_AMOUNT: Final = re.compile(r"−?(?:NOK|KWD|USD|[$¥€])\s?[\d.,]+\d|[\d.,\u202f\u00a0]+\d\s(?:kr|€)")


def shopifys(sample: dict[str, Any]) -> dict[str, Any]:
    """The sample without our variables: what only they say, said in Shopify's."""
    ours = sample["notifyhub"]
    paid = [
        {
            "kind": "sale",
            "status": "success",
            "gateway": "gift_card" if payment["is_gift_card"] else "shopify_payments",
            "gateway_display_name": payment["label"],
            "amount": payment["amount"],
            "payment_details": {"gift_card": {"last_four_characters": payment["last_characters"]}},
        }
        for payment in ours.get("payments", [])
        if payment["amount"]
    ]
    back = [t for t in sample.get("transactions", []) if t["kind"] == "refund"]
    if ours.get("refunded") and not back:
        back = [{"kind": "refund", "status": "success", "amount": ours["refunded"]}]
    lines = [
        {**row, "subtotal": shown["amount"]}
        for row, shown in zip(
            sample.get("refund_line_items", []),
            ours.get("refund", {}).get("lines", []),
            strict=True,
        )
    ]
    return {
        **{name: value for name, value in sample.items() if name != "notifyhub"},
        "transactions": [*paid, *back],
        "refund_line_items": lines,
        "total_outstanding": ours.get("outstanding", 0),
        "financial_status": "paid" if ours.get("is_paid") else "pending",
    }


def sent_by_us(draft: Draft, sample: dict[str, Any], locale: str) -> tuple[str, str]:
    source, options = draft.source_in(locale), rendering.options_for(sample, locale)
    values = rendering.with_ours(sample, {})
    subject = environment.parse(source.subject, escape=False).render(values, options).text
    page = environment.parse(source.html).render(values, options).text
    return rendering.clean_subject(subject), rendering.inlined(page)


def sent_by_shopify(draft: Draft, sample: dict[str, Any], locale: str) -> tuple[str, str]:
    """The export rendered as Shopify does: without escaping, without a variable of ours."""
    brand = sample["notifyhub"]["brand"]
    made = exporter.export(draft, locale=locale, brand=brand)
    values, options = shopifys(sample), rendering.options_for(sample, locale)
    output = environment.parse(made.liquid, strict=True, escape=False).render(values, options)
    assert output.problems == ()
    subject = environment.parse(made.subject, strict=True, escape=False).render(values, options)
    return rendering.clean_subject(subject.text), output.text


def amounts_in(page: str) -> list[str]:
    return sorted(_AMOUNT.findall(text_of(page).replace("\u00a0", " ")))


def named_in(sample: dict[str, Any]) -> list[str]:
    """What a buyer must find again, word for word."""
    address = sample.get("shipping_address") or {}
    parcel = sample.get("fulfillment") or {}
    card = sample.get("gift_card") or {}
    lines = sample.get("line_items", [])
    found = [
        sample.get("name"),
        *(address.get(part) for part in ("name", "address1", "city", "zip", "country")),
        *(parcel.get("tracking_numbers") or []),
        *(parcel.get("tracking_urls") or []),
        card.get("last_four_characters"),
        card.get("url"),
        sample.get("invoice_url"),
        sample.get("url"),
        sample.get("unsubscribe_url"),
        sample.get("custom_message"),
        (sample.get("shipping_method") or {}).get("title"),
        *(line["title"] for line in lines),
        *((line.get("variant") or {}).get("title") for line in lines),
        *(value for line in lines for name, value in line["properties"] if name[0] != "_"),
    ]
    return [str(each) for each in found if each]


def words_of(page: str) -> str:
    links = " ".join(str(link.get("href")) for link in lxml_html.fromstring(page).iter("a"))
    return f"{' '.join(text_of(page).split())} {links}"


@pytest.mark.parametrize(("kind", "name"), CASES)
@pytest.mark.parametrize("locale", ["en", "nb", "zh-Hans"])
def test_an_export_tells_the_same_facts(kind: str, name: str, locale: str) -> None:
    sample = samples.for_kind(kind)[name]()
    draft = default_draft(kind)

    our_subject, our_page = sent_by_us(draft, sample, locale)
    subject, page = sent_by_shopify(draft, sample, locale)

    assert subject == our_subject
    assert amounts_in(page) == amounts_in(our_page)
    ours, theirs = words_of(our_page), words_of(page)
    told = [fact for fact in named_in(sample) if fact in ours]
    assert len(told) >= 2
    assert [fact for fact in told if fact not in theirs] == []


@pytest.mark.parametrize("kind", EXPORTABLE)
@pytest.mark.parametrize("locale", ["en", "nb", "da", "sv", "de", "fr", "zh-Hans"])
def test_nothing_of_ours_is_left(kind: str, locale: str) -> None:
    brand = samples.plain()["notifyhub"]["brand"]

    made = exporter.export(default_draft(kind), locale=locale, brand=brand)

    assert not re.search(r"notifyhub|\[\[|\]\]|http_url|address_lines|hub0\d|<!--hub", made.liquid)
    assert made.filename == f"{kind.lower()}.{locale}.liquid"
    used = environment.parse(made.liquid, strict=True).template.analyze(include_partials=False)
    assert not [each for each in used.filters if each in ("percent", "json_ld", "t")]
    assert str(brand["accent"]) in made.liquid
    assert "utm_source=shopify" in made.liquid
    assert len(made.liquid.encode()) < 102_000


def test_the_quantities_are_the_same() -> None:
    sample = samples.rich()
    draft = default_draft("ORDER_CONFIRMATION")

    pages = [sent_by_us(draft, sample, "en")[1], sent_by_shopify(draft, sample, "en")[1]]

    rows = [re.findall(r"Stitch markers.*\n.*", text_of(page)) for page in pages]
    assert rows[0] == rows[1]
    assert "4" in rows[0][0]


def test_what_a_buyer_typed_is_text_in_shopify_too() -> None:
    sample = samples.plain()
    sample["line_items"][0]["title"] = "<script>alert(1)</script>"
    sample["shipping_address"] = {**sample["shipping_address"], "name": '"><img onerror=alert(1)>'}

    page = sent_by_shopify(default_draft("ORDER_CONFIRMATION"), sample, "en")[1]

    tree = lxml_html.fromstring(page)
    assert [each for each in tree.iter("script") if "ld+json" not in (each.get("type") or "")] == []
    assert not tree.xpath("//*[@onerror]")
    assert "alert(1)" in text_of(page)


def test_the_linked_data_is_json_with_the_same_facts() -> None:
    sample = samples.rich()

    page = sent_by_shopify(default_draft("ORDER_CONFIRMATION"), sample, "en")[1]

    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    assert found is not None
    data = json.loads(html.unescape(found[1]))
    assert data["orderNumber"] == "10482"
    assert float(data["price"]) == sample["total_price"] / 100
    titles = [offer["itemOffered"]["name"] for offer in data["acceptedOffer"]]
    assert titles == [line["title"] for line in sample["line_items"]]


@pytest.mark.parametrize("kind", [Kind.DELAYED, Kind.REVIEW_REQUEST, Kind.ADDRESS_CHECK])
def test_what_shopify_does_not_send_is_refused(kind: Kind) -> None:
    with pytest.raises(exporter.NotExportable, match=str(kind.label)):
        exporter.export(Draft(kind=kind, blocks=()), locale="en", brand={})


def test_a_pasted_page_goes_back_as_it_came() -> None:
    page = "<html><body>\n<h1>{{ order_name }}</h1>{{ custom_message }}</body></html>"
    draft = draft_of({"kind": "ORDER_CONFIRMATION", "whole": page.split("\n")})

    made = exporter.export(draft, locale="en", brand={})

    assert made.liquid.endswith(page + "\n")
    assert made.liquid.startswith("{% comment %}\nsubject: Order {{ name }} confirmed\n")


def test_links_to_the_shop_that_somebody_wrote_say_where_they_were_clicked() -> None:
    source = '<a href="https://fjelloggarn.example/new#top">New</a>'
    more = {"after": "totals", "key": "own", "type": "custom", "settings": {"source": source}}
    draft = draft_of({"kind": "ORDER_CONFIRMATION", "add": [more]})
    brand = samples.plain()["notifyhub"]["brand"]

    made = exporter.export(draft, locale="en", brand=brand)

    wanted = "https://fjelloggarn.example/new?utm_source=shopify&amp;utm_medium=email"
    assert wanted in made.liquid
    assert "utm_campaign=order_confirmation#top" in made.liquid
