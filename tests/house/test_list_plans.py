"""Every filter of the big lists is borne by an index, as the application's own role asks."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from messaging.models import Message
from messaging.states import Arrival, State
from shipping.models import Parcel
from stores.models import Agency, Store
from stores.scope import agency_scope, every_store
from tests.factories.experiments import make_experiment
from tests.factories.keys import make_client
from tests.orders.test_search import fill

pytestmark = pytest.mark.django_db

STATEMENT = re.compile(r";\s*(?=SELECT)")
BIG = ("orders_order", "orders_ordertag", "messaging_message", "shipping_parcel")
SAY = """
INSERT INTO messaging_message (store_id, order_id, public_id, kind, about, channel, recipient,
  recipient_name, sequence, locale, state, reason, detail, changed_at, lane, vtag, planned_at,
  run_after, expires_at, sent_at, bounced_at, claims_count, attempts_count, subject, open_count,
  click_count, actor, because, experiment_id, arm, epoch, unit_hash)
SELECT store_id, id, gen_random_uuid(), 'ORDER_CONFIRMATION', '',
  CASE WHEN id %% 500 = 0 THEN 'SMS' ELSE 'EMAIL' END, email, '', 0, '',
  CASE WHEN id %% 300 = 0 THEN 'FAILED' ELSE 'SENT' END,
  CASE WHEN id %% 300 = 0 THEN 'REFUSED' ELSE '' END, '', placed_at, 0, 0, placed_at, placed_at,
  placed_at, placed_at, CASE WHEN id %% 700 = 0 THEN placed_at END, 0, 1, '', 0, 0, '', '',
  CASE WHEN id %% 400 = 0 THEN %(experiment)s END, CASE WHEN id %% 400 = 0 THEN 1 END,
  CASE WHEN id %% 400 = 0 THEN 1 END, CASE WHEN id %% 400 = 0 THEN id END
FROM orders_order
"""
PACK = """
INSERT INTO shipping_parcel (store_id, order_id, position, number, company, url, state, carrier,
  direction, created_at)
SELECT store_id, id, 0, 'NO' || id, '', '', CASE WHEN id %% 300 = 0 THEN 'FAILURE' ELSE '' END,
  CASE WHEN id %% 500 = 0 THEN 'bring' ELSE 'postnord' END,
  CASE WHEN id %% 700 = 0 THEN 'RETURN' ELSE 'OUT' END, placed_at
FROM orders_order
"""
COME = """
UPDATE orders_order SET landing_site_ref = CASE WHEN id %% 600 = 0 THEN 'anna' ELSE '' END,
  locale = CASE WHEN id %% 800 = 0 THEN 'fi' ELSE 'nb-NO' END,
  fulfilment_state = CASE WHEN id %% 900 = 0 THEN 'PARTIAL' ELSE 'FULFILLED' END
"""

# Which index bears what; None: whichever, as long as it is one.
ORDERS: dict[str, tuple[str, str | None]] = {
    "email": ("buyer-5000@example.com", "orders_by_email"),
    "name": ("#5000", "orders_by_name"),
    "number": ("5000", "orders_by_number"),
    "shopify_id": ("5000", "order_known_once"),
    "external_id": ("web-7", "order_known_once"),
    "q": ("Buyer 5000", "orders_by_buyer"),
    "tag": ("Tag 50", "orders_by_tag"),
    "locale": ("fi", "orders_by_locale"),
    "ref": ("anna", "orders_by_ref"),
    "financial_state": ("PENDING", "orders_by_payment"),
    "fulfilment_state": ("PARTIAL", "orders_by_goods"),
    "stage": ("TO_PACK", None),
    "archived": ("yes", "orders_archived"),
    "placed_since": ("2026-03-01T00:00:00Z", "orders_n"),
    "placed_until": ("2026-03-01T00:00:00Z", "orders_n"),
    "updated_since": ("2026-03-02T08:00:00Z", "orders_by_change"),
    "message_state": ("FAILED", None),
    "limit": ("200", "orders_not_archived"),
}
MESSAGES: dict[str, tuple[str, str | None]] = {
    "recipient": ("buyer-5000@example.com", "messages_to_recipient"),
    "state": (State.FAILED, "messages_to_look_at"),
    "arrival": (Arrival.BOUNCED, None),
    "kind": ("ORDER_CONFIRMATION", "messages_newest_first"),
    "channel": ("SMS", "messages_by_channel"),
    "planned_since": ("2026-03-01T00:00:00Z", "messages_newest_first"),
    "planned_until": ("2026-03-01T00:00:00Z", "messages_newest_first"),
    "sent_since": ("2026-03-02T08:00:00Z", "messages_sent_since"),
    "limit": ("200", "messages_newest_first"),
}
PARCELS: dict[str, tuple[str, str | None]] = {
    "number": ("no5000", "parcels_by_key"),
    "state": ("FAILURE", "parcels_by_state"),
    "carrier": ("bring", "parcels_by_carrier"),
    "direction": ("RETURN", "parcels_back"),
    "created_since": ("2026-03-01T00:00:00Z", "parcels_newest"),
    "limit": ("200", "parcels_newest"),
}


def fill_all(agency: Agency, store: Store) -> str:
    """100,000 orders in twenty stores, with a message and a parcel each; the id of a test."""
    fill(agency, store, rows=100_000)
    experiment = make_experiment(store, running=False)
    with every_store(because="a test fills twenty stores"), connection.cursor() as cursor:
        cursor.execute(SAY, {"experiment": experiment.pk})
        cursor.execute(PACK, {})
        cursor.execute(COME, {})
    with connection.as_owner(), connection.cursor() as cursor:  # type: ignore[attr-defined]  # ours
        cursor.execute(f"ANALYZE {', '.join(BIG)}")
    return str(experiment.public_id)


def plans(client: Any, agency: Agency, url: str) -> str:
    """How Postgres goes about all that the list asks it."""
    with CaptureQueriesContext(
        connection,
    ) as asked:
        answer = client.get(url)
    assert answer.status_code == 200, (url, answer.content)
    with every_store(because="a test asks which stores there are"):
        ids = list(Store.objects.filter(agency=agency).values_list("pk", flat=True))
    found = []
    with agency_scope(agency.pk, ids), connection.cursor() as cursor:
        for query in asked.captured_queries:
            if any(f'"{table}"' in query["sql"] for table in BIG):
                for statement in STATEMENT.split(query["sql"]):  # some go in one round trip
                    cursor.execute(f"EXPLAIN {statement}")
                    found += [line for (line,) in cursor.fetchall()]
                    if "set_config" in statement:  # what is told to the next one
                        cursor.execute(statement)
    return "\n".join(found)


def test_no_list_reads_a_whole_table_whatever_it_is_asked(agency: Agency, store: Store) -> None:
    experiment, client, wrong = fill_all(agency, store), make_client(agency), []
    cases = [
        (f"{path}?{name}={value}".replace("#", "%23"), index)
        for path, filters in {
            "orders/": ORDERS,
            "messages/": MESSAGES,
            "parcels/": PARCELS,
        }.items()
        for name, (value, index) in filters.items()
    ]
    with every_store(because="a test names an order"):
        order = Message.objects.select_related("order").order_by("pk")[0].order
        assert Parcel.objects.filter(order=order).exists()
    assert order is not None
    cases += [
        (f"messages/?experiment={experiment}&arm=1", "messages_under_test"),
        (f"messages/?order={order.public_id}", "messages_of_order"),
        (f"parcels/?order={order.public_id}", "parcels_of_order"),
    ]

    for url, index in cases:
        for narrower in ("", f"&store={store.public_id}"):
            plan = plans(client, agency, url + narrower)
            scans = [line for line in plan.splitlines() if "Seq Scan on" in line]
            if any(table in line for table in BIG for line in scans):
                wrong.append(f"{url}{narrower} reads a whole table:\n{plan}")
            elif index and index not in plan:
                wrong.append(f"{url}{narrower} does not use {index}:\n{plan}")

    assert not wrong, "\n\n".join(wrong)
