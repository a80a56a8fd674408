"""What stands around the worked examples: erasure, rates, windows, and what it costs."""

from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from orders.models import Activity, ActivityKind, Order
from stores.models import Agency, Store
from stores.scope import every_store
from tests.factories import payloads
from tests.factories.attribution import SECOND_ORDER, bought, by_link, clicked, credited, may, told
from tests.factories.stores import make_store
from tests.tracking.attribution.ledgers import changes_of, refund, sums
from tracking.attribution import attributing
from tracking.attribution.ledger import replay
from tracking.models.attribution import (
    Attribution,
    AttributionEvent,
    AttributionSettings,
    OrderSource,
)

pytestmark = pytest.mark.usefixtures("inside")


def test_a_message_of_another_store_is_no_evidence(store: Store, agency: Agency) -> None:
    other = make_store(agency, name="Elsewhere")
    with every_store(because="two stores meet"):
        foreign = clicked(other, may(1))

    bought(store, may(4), landing_site=by_link(foreign))

    assert credited(store) == {}


def test_an_erased_buyer_keeps_the_sums_and_loses_no_credit(store: Store) -> None:
    message = clicked(store, may(1))
    bought(store, may(4), landing_site=by_link(message))

    told(
        store,
        "customers/redact",
        {
            "shop_domain": store.shop_domain,
            "customer": {"id": payloads.CUSTOMER_ID, "email": "kari@example.com"},
            "orders_to_redact": [SECOND_ORDER],
        },
        may(5),
    )
    bought(
        store,
        may(4),
        "orders/updated",
        landing_site=by_link(message),
        updated_at=may(6).isoformat(),
        refunds=[refund(2, day=6)],
    )

    assert credited(store)["nh_last"] == message.pk
    assert sums() == (70_00, 20_00, 0, 50_00)
    source = OrderSource.objects.get()
    assert (source.ref, source.content, source.term, source.landing_path) == ("", "", "", "")
    assert source.source == "notifyhub"


def test_changes_are_never_edited(store: Store) -> None:
    clicked(store, may(1))
    bought(store, may(4))

    with pytest.raises(DatabaseError, match="never edited"), transaction.atomic():
        AttributionEvent.objects.update(gross_minor=1)


def test_the_window_of_the_store_holds_for_orders_to_come(store: Store) -> None:
    clicked(store, may(1))
    AttributionSettings.objects.create(store=store, window_days=2)

    order = bought(store, may(4))
    AttributionSettings.objects.update(window_days=30)
    attributing.attribute_order(
        store=store, order=Order.objects.select_for_update().get(pk=order.pk), now=may(4)
    )

    assert credited(store) == {}


def test_an_order_of_nobody_costs_few_statements(
    store: Store,
) -> None:
    order = bought(store, may(4))
    with (
        CaptureQueriesContext(
            connection,
        ) as again,
        transaction.atomic(),
    ):
        attributing.attribute_order(store=store, order=order, now=may(4))

    said = [each["sql"] for each in again if "SAVEPOINT" not in each["sql"]]
    assert len(said) == 3, said


def test_many_touches_cost_no_more_than_one(store: Store) -> None:
    counts = []
    for day in (1, 2):
        for _message in range(1 if day == 1 else 20):
            clicked(store, may(day) + timedelta(minutes=_message))
        order = bought(store, may(4))
        Attribution.objects.all().delete()
        Activity.objects.filter(kind=ActivityKind.ORDER_ATTRIBUTED).delete()
        OrderSource.objects.all().delete()
        with CaptureQueriesContext(connection) as queries:
            attributing.attribute_order(store=store, order=order, now=may(4))
        counts.append(len([q for q in queries if "SAVEPOINT" not in q["sql"]]))

    assert counts[0] == counts[1] <= 19


def test_a_rate_that_is_loaded_later_converts_what_waited(
    store: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    clicked(store, may(1))
    bought(store, may(4), currency="SEK", presentment_currency="SEK")
    file = tmp_path / "eurofxref.csv"
    file.write_text("Date,SEK\n2026-05-04,10.0\n")

    call_command("load_rates", str(file))

    assert "Orders converted: 1; still without a rate: 0." in capsys.readouterr().out
    row = Attribution.objects.get(model="nh_last")
    assert (row.rate, row.agency_gross_minor) == (Decimal("0.1"), 7_00)
    last = AttributionEvent.objects.filter(attribution=row).latest("number")
    assert (last.because, last.gross_minor, last.agency_gross_minor) == ("RATE", 0, 7_00)
    assert replay(changes_of(row)) == row.standing


def test_a_file_that_is_no_list_of_rates_is_refused(tmp_path: Path, db: None) -> None:
    file = tmp_path / "page.html"
    file.write_text("<html>")

    with pytest.raises(CommandError, match="European Central Bank"):
        call_command("load_rates", str(file))
