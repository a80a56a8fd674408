"""The orders and messages behind a figure, over the API: the same facts as on the page."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from analytics.models import Incident
from orders.models import Activity
from stores.models import Agency, Store
from stores.roles import Verb
from stores.scope import every_store, store_scope
from tests.factories.keys import KeyClient, make_client
from tests.factories.orders import make_order
from tests.factories.stores import make_store
from tests.factories.worlds import make_message
from tests.problems import refusal

pytestmark = pytest.mark.django_db

PATH = "figures/behind/"


def asked(store: Store, **more: Any) -> dict[str, Any]:
    today = timezone.now().date()
    return {
        "store": str(store.public_id),
        "since": (today - timedelta(days=2)).isoformat(),
        "until": (today + timedelta(days=1)).isoformat(),
        "what": "sent",
        **more,
    }


@pytest.fixture
def sent(store: Store) -> Any:
    """Two messages that were handed over, one of them of another kind."""
    order = make_order(store, name="#4711")
    for kind in ("ORDER_CONFIRMATION", "SHIPPING_CONFIRMATION"):
        message = make_message(order, "PLANNED", kind=kind, about=kind)
        with store_scope(store.pk):
            Activity.objects.create(
                store=store,
                order=order,
                message_id=message.pk,
                kind="MESSAGE_SENT",
                key=f"sent:{kind}",
                at=timezone.now(),
                data={"kind": kind, "locale": "nb"},
            )
    return order


def test_what_was_sent_is_listed_with_its_order_and_message(
    api: KeyClient, store: Store, sent: Any
) -> None:
    rows = api.get(PATH, asked(store)).json()["results"]
    one = api.get(PATH, asked(store, kind="ORDER_CONFIRMATION")).json()["results"]

    assert [row["kind"] for row in rows] == ["SHIPPING_CONFIRMATION", "ORDER_CONFIRMATION"]
    assert {row["order"]["name"] for row in rows} == {"#4711"}
    assert [row["kind"] for row in one] == ["ORDER_CONFIRMATION"]
    assert api.get(f"messages/{one[0]['message']}/").status_code == 200
    assert api.get(PATH, asked(store, locale="sv")).json()["results"] == []


def test_pages_neither_repeat_nor_skip(api: KeyClient, store: Store, sent: Any) -> None:
    first = api.get(PATH, asked(store, limit=1)).json()
    second = api.get(first["next"].partition("/api/v1/")[2]).json()

    assert first["results"][0]["kind"] != second["results"][0]["kind"]
    assert second["next"] is None


def test_messages_need_their_own_verb(agency: Agency, store: Store, sent: Any) -> None:
    reader = make_client(agency, [Verb.VIEW_ORDERS])

    assert refusal(reader.get(PATH, asked(store))) == (403, "forbidden")
    assert reader.get(PATH, asked(store, what="orders")).status_code == 200


@pytest.mark.parametrize(
    "more",
    [
        {"what": "everything"},
        {"since": "2026-01-02", "until": "2026-01-01"},
        {"since": "2000-01-01", "until": "2020-01-01"},
        {"variant": "B"},
        {"product": "x"},
        {"nonsense": "1"},
    ],
)
def test_what_makes_no_sense_is_refused(api: KeyClient, store: Store, more: dict[str, str]) -> None:
    assert refusal(api.get(PATH, asked(store, **more))) == (422, "invalid")


def test_a_foreign_store_has_no_figures_here(api: KeyClient, store: Store) -> None:
    assert refusal(api.get(PATH, asked(make_store()))) == (422, "invalid")


def test_an_incident_is_noted_once(api: KeyClient, store: Store) -> None:
    with every_store(because="a test"):
        row = Incident.objects.create(
            agency=store.agency,
            store=store,
            measure="BOUNCES",
            since_at=timezone.now(),
            tried_count=50,
            troubled_count=15,
            usual_rate=0.02,
            opened_at=timezone.now(),
        )

    first = api.post(f"incidents/{row.public_id}/note/").json()
    again = api.post(f"incidents/{row.public_id}/note/").json()

    assert first["noted_by"] == "API key ERP"
    assert again["noted_at"] == first["noted_at"]
    assert first["closed_at"] is None
