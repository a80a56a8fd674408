"""Statistics as people and programs read them: sentences, shares, money, files, what is behind."""

import csv
import io
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from analytics.models import DailyStat, OrderDay, ProductDay, ProductName, SourceDay, StoreDay
from orders.models import ActivityKind
from stores.models import Agency, Store
from stores.roles import Role
from stores.scope import every_store
from tests.factories.keys import KeyClient
from tests.factories.stores import make_agency, make_member, make_store
from tests.factories.worlds import make_activity, make_message, make_order

pytestmark = pytest.mark.django_db

PAGE = "/admin/figures/"
SENT = {
    "sent_count": 200,
    "tracked_count": 100,
    "delivered_count": 150,
    "opened_by_people_count": 40,
    "opened_by_machines_count": 25,
    "clicked_by_people_count": 10,
    "bounced_count": 4,
}
CREDIT = {"currency": "NOK", "orders_count": 3, "gross_minor": 90_000, "refund_minor": 10_000}


def make_figures(store: Store, *, days_ago: int = 1) -> None:
    """A day with all kinds of figures, as the fold would leave them."""
    day = timezone.localdate() - timedelta(days=days_ago)
    of_day: dict[str, Any] = {"store": store, "day": day}
    said = {"kind": "ORDER_CONFIRMATION", "channel": "EMAIL", "locale": "nb"}
    with every_store(because="a test makes figures"):
        StoreDay.objects.create(**of_day, **SENT)
        StoreDay.objects.create(**of_day, **CREDIT)
        DailyStat.objects.create(**of_day, **said, **SENT)
        DailyStat.objects.create(**of_day, **said, **CREDIT)
        DailyStat.objects.create(**of_day, kind="SHIPPING_UPDATE", sent_count=1)
        sold = {"currency": "NOK", "orders_count": 12, "gross_minor": 500_000}
        OrderDay.objects.create(**of_day, **sold, refund_minor=20_000)
        SourceDay.objects.create(**of_day, **sold, source="=cmd|x", campaign="+spring")
        SourceDay.objects.create(**of_day, currency="NOK", orders_count=1, gross_minor=100)
        ProductDay.objects.create(**of_day, **sold, product_shopify_id=77, units_count=15)
        named: dict[str, Any] = {"store": store, "product_shopify_id": 77}
        ProductName.objects.get_or_create(**named, title="@Vidde genser")


@pytest.fixture
def reader(owner: Any) -> Client:
    client = Client()
    client.force_login(owner)
    return client


def text_of(client: Client, query: str = "") -> str:
    answer = client.get(PAGE + query)
    assert answer.status_code == 200
    return str(answer.content.decode()).replace("\xa0", " ").replace("&#x27;", "'")


def file_of(client: Client, query: str) -> list[dict[str, str]]:
    answer = client.get(f"{PAGE}csv/{query}")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    said = b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]  # streamed
    assert said.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(said.removeprefix("\ufeff"))))


def test_the_verdict_comes_first_and_people_stand_beside_machines(
    store: Store, reader: Client
) -> None:
    make_figures(store)

    text = text_of(reader)

    assert "30 days: 200 messages left and 12 orders came in." in text
    assert "40.0 % of those measured were opened by a person." in text
    assert "3 orders came after a person's click." in text
    assert "of 100 measured" in text
    assert "25.0 %" in text  # machines
    assert "75.0 %" in text  # delivered, of all


def test_what_was_not_measured_is_not_zero(store: Store, reader: Client) -> None:
    day = timezone.localdate() - timedelta(days=1)
    with every_store(because="a test makes figures"):
        StoreDay.objects.create(store=store, day=day, sent_count=9)

    text = text_of(reader)

    assert "Opens are not measured here." in text
    assert "not measured" in text
    assert "0.0 % of those measured" not in text


def test_a_file_that_is_cut_says_so(
    store: Store, reader: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_figures(store)
    whole = file_of(reader, "?by=source")

    monkeypatch.setattr("desk.figures.page.MOST_IN_FILE", 1)
    cut = file_of(reader, "?by=source")

    assert len(whole) > 1
    assert [next(iter(line.values())) for line in cut][-1] == (
        "There is more. Choose fewer days or one store."
    )
    assert len(cut) == 2


def test_without_figures_the_page_says_what_would_stand_here(store: Store, reader: Client) -> None:
    assert "No figures for these days" in text_of(reader)
    assert "Nothing was sent and nothing was sold" in text_of(reader)


def test_a_period_is_compared_with_the_days_before_or_a_year_before(
    store: Store, reader: Client
) -> None:
    make_figures(store)
    make_figures(store, days_ago=31)
    make_figures(store, days_ago=31 + 30)

    assert "+0 %" in text_of(reader)
    assert "before 200" in text_of(reader)
    assert "before 200" not in text_of(reader, "?compare=none")
    assert "before 200" not in text_of(reader, "?compare=year")
    assert "before 200" in text_of(reader, "?days=30&compare=before")


@pytest.mark.parametrize(
    "query",
    [
        "?days=0",
        "?days=abc",
        "?since=2026-02-30&until=x",
        "?since=2026-03-02&until=2026-03-01",
        "?since=0001-01-01&until=9999-12-31",
        "?by=nonsense&compare=%00&kind=x&store=99999999999999999999",
    ],
)
def test_nonsense_is_asked_as_if_left_out(store: Store, reader: Client, query: str) -> None:
    make_figures(store)

    assert "200 messages left" in text_of(reader, query)


@pytest.mark.parametrize(
    ("by", "words"),
    [
        ("kind", "Order confirmation"),
        ("template", "Without a template"),
        ("variant", "Without a template · A"),
        ("locale", "Norwegian Bokmål"),
        ("source", "Not known, or typed in"),
        ("campaign", "+spring"),
        ("product", "@Vidde genser"),
    ],
)
def test_figures_are_told_apart(store: Store, reader: Client, by: str, words: str) -> None:
    make_figures(store)

    assert words in text_of(reader, f"?by={by}")
    assert any(words in row[by].removeprefix("'") for row in file_of(reader, f"?by={by}"))


def test_a_file_never_holds_a_formula_and_says_sums_as_numbers(
    store: Store, reader: Client
) -> None:
    make_figures(store)

    rows = file_of(reader, "?by=source")
    (credited,) = (
        row for row in file_of(reader, "?by=kind") if row["code"] == "ORDER_CONFIRMATION"
    )

    assert [row["source"] for row in rows] == ["'=cmd|x", "Not known, or typed in"]
    assert (rows[0]["currency"], rows[0]["sold_gross"]) == ("NOK", "5000.00")
    assert (credited["sent"], credited["credited_orders"]) == ("200", "3")
    assert (credited["credited_gross"], credited["credited_refunds"]) == ("900.00", "100.00")


def test_sums_of_two_currencies_are_never_added_up(
    store: Store, agency: Agency, reader: Client
) -> None:
    make_figures(store)
    other = make_store(agency, currency="EUR")
    day = timezone.localdate() - timedelta(days=1)
    with every_store(because="a test makes figures"):
        OrderDay.objects.create(
            store=other, day=day, currency="EUR", orders_count=2, gross_minor=7_000
        )

    text = text_of(reader)

    assert "14 orders" in text
    assert "NOK 4,800.00 · €70.00" in text or "NOK4,800.00 · €70.00" in text


def test_a_page_costs_the_same_queries_for_any_number_of_stores(
    agency: Agency, store: Store, reader: Client
) -> None:
    make_figures(store)
    counts: dict[str, list[int]] = {}
    for stores in (1, 12):
        for _ in range(stores):
            make_figures(make_store(agency))
        for by in ("store", "kind", "template", "variant", "source", "product"):
            with CaptureQueriesContext(connection) as said:
                reader.get(f"{PAGE}?by={by}")
            counts.setdefault(by, []).append(len(said))

    assert all(few == many <= 15 for few, many in counts.values()), counts


def test_another_agencys_figures_are_nowhere(store: Store, reader: Client) -> None:
    make_figures(store)
    stranger = make_store(make_agency(), name="Intruder store")
    make_figures(stranger)

    text = text_of(reader, f"?store={stranger.pk}")

    assert "200 messages left and 12 orders" in text
    assert "Intruder store" not in text
    assert len(file_of(reader, f"?by=product&store={stranger.pk}")) == 1


def test_an_analyst_sees_figures_and_opens_no_order(agency: Agency, store: Store) -> None:
    make_figures(store)
    client = Client()
    client.force_login(make_member(agency, Role.ANALYST))

    assert "what=" not in text_of(client, "?by=kind")
    assert client.get(f"{PAGE}behind/?what=orders").status_code == 403
    assert client.get(f"{PAGE}behind/?what=sent").status_code == 403


def test_behind_a_figure_stand_its_messages_and_orders(store: Store, reader: Client) -> None:
    make_figures(store)
    noon = timezone.now().replace(hour=12)  # the same day for the store and for the reader
    at = noon - timedelta(days=1)
    order = make_order(store, name="#4711", placed_at=at)
    sold = {"product_minor": 90_000, "currency": "NOK", "products": {"77": [1, 90_000]}}
    make_activity(order, ActivityKind.ORDER_PLACED, at=at, data=sold)
    message = make_message(order, opened_by_person_at=at)
    told = {"kind": message.kind, "locale": "nb", "sent_at": at.isoformat()}
    make_activity(order, ActivityKind.MESSAGE_SENT, at=at, message_id=message.pk, data=told)
    credit = {"model": "nh_last", "orders": 1, "gross_minor": 90_000, "currency": "NOK"}
    credited = make_activity(
        order, ActivityKind.ORDER_ATTRIBUTED, at=at, message_id=message.pk, data=credit
    )

    def behind(query: str) -> str:
        answer = reader.get(f"{PAGE}behind/?{query}")
        assert answer.status_code == 200
        return str(answer.content.decode())

    assert "#4711" in behind("what=sent&kind=ORDER_CONFIRMATION")
    assert "#4711" in behind("what=opened_by_people&kind=ORDER_CONFIRMATION&locale=nb")
    assert "Nothing stands behind" in behind("what=clicked_by_people")
    assert "Nothing stands behind" in behind("what=sent&kind=SHIPPING_UPDATE")
    assert "#4711" in behind("what=orders&product=77")
    assert "Nothing stands behind" in behind("what=orders&product=78")
    assert "#4711" in behind("what=credited&kind=ORDER_CONFIRMATION")
    assert f"/orders/order/{credited.order_id}/" in behind("what=credited")
    assert "Nothing stands behind" in behind("what=credited&since=2020-01-01&until=2020-01-02")
    assert reader.get(f"{PAGE}behind/?what=nonsense").status_code == 404


def test_links_to_what_is_behind_keep_days_and_store(store: Store, reader: Client) -> None:
    make_figures(store)

    text = text_of(reader, "?by=locale&days=7").replace("&amp;", "&")
    link = text.split('href="behind/')[1].split('"')[0]

    asked = parse_qs(urlsplit(link).query)
    assert (asked["days"], asked["locale"], asked["what"]) == (["7"], ["nb"], ["sent"])


def test_programs_read_the_same_figures(store: Store, api: KeyClient, reader: Client) -> None:
    make_figures(store)

    said = api.get("figures/", {"group_by": "kind", "compare": "before"}).json()

    assert said["total"]["counts"]["sent"] == 200
    assert said["total"]["rates"]["opened_by_people"] == 0.4
    assert said["total"]["sold"] == [
        {
            "currency": "NOK",
            "orders": 12,
            "gross": {"amount_minor": 500_000, "currency": "NOK"},
            "refunds": {"amount_minor": 20_000, "currency": "NOK"},
            "net": {"amount_minor": 480_000, "currency": "NOK"},
        }
    ]
    by_kind = {row["group"]["kind"]: row["figures"]["counts"]["sent"] for row in said["groups"]}
    assert by_kind == {"ORDER_CONFIRMATION": 200, "SHIPPING_UPDATE": 1}
    in_file = {row["code"]: int(row["sent"]) for row in file_of(reader, "?by=kind")}
    assert in_file == by_kind
    assert said["compared_total"]["counts"]["sent"] == 0


@pytest.mark.parametrize(
    "by", ["day", "store", "template", "variant", "locale", "channel", "source", "campaign"]
)
def test_programs_may_tell_apart_by_all_of_it(store: Store, api: KeyClient, by: str) -> None:
    make_figures(store)

    answer = api.get("figures/", {"group_by": by, "store": str(store.public_id)})

    assert answer.status_code == 200, answer.content
    assert answer.json()["groups"]


@pytest.mark.parametrize(
    "asked",
    [
        {"since": "2026-03-02", "until": "2026-03-01"},
        {"since": "2020-01-01", "until": "2026-03-01"},
        {"group_by": "buyer"},
        {"kind": "ORDER_CONFIRMATION", "group_by": "product"},
        {"store": "00000000-0000-0000-0000-000000000000"},
    ],
)
def test_programs_are_told_what_makes_no_sense(
    store: Store, api: KeyClient, asked: dict[str, str]
) -> None:
    assert api.get("figures/", asked).status_code == 422
