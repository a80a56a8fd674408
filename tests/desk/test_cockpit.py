"""The start page: what it says first, and what it costs."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from analytics.models import HourlyStat
from common.merging import FEW_OWNERS
from desk import queues
from messaging.models import Message, Sender
from messaging.states import State
from stores.models import Agency, Store, User
from stores.roles import Role
from stores.scope import every_store, store_scope
from tests.factories.stores import make_member, make_store
from tests.factories.worlds import make_message, make_order

pytestmark = pytest.mark.django_db

# Session, person, memberships and stores, the switcher; then those of the page (desk/cockpit.py).
# Nine of these are the queues: failed, unknown, held, addresses, parcels' alarms, buyers' requests,
# webhooks; audits and domains.
QUERIES = 19


def cost_of(client: Client, url: str) -> int:
    client.get(url)
    with CaptureQueriesContext(connection) as said:
        assert client.get(url).status_code == 200
    return len(said)


def test_the_page_costs_the_same_for_a_few_stores_and_for_fifty(
    agency: Agency, store: Store, owner: User, client: Client
) -> None:
    client.force_login(owner)
    make_message(make_order(store), State.FAILED)
    for_one = cost_of(client, "/admin/")
    costs = []
    for number in range(2, 51):
        other = make_store(agency)
        for _ in range(2):
            make_message(make_order(other), State.HELD, reason="BACKFILL")
        with store_scope(other.pk):
            HourlyStat.objects.create(store=other, hour=timezone.now(), sent_count=3)
        if number in (FEW_OWNERS + 1, 50):
            costs.append(cost_of(client, "/admin/"))

    assert for_one == QUERIES
    assert costs == [QUERIES, QUERIES]


def test_the_verdict_comes_first_and_the_worst_store_stands_on_top(
    agency: Agency, store: Store, owner: User, client: Client
) -> None:
    client.force_login(owner)
    make_store(agency, name="Aaa runs well")
    with store_scope(store.pk):
        Sender.objects.create(
            store=store, name="Mailer", trouble="LOGIN_REFUSED", trouble_detail="refused the login"
        )

    page = client.get("/admin/").content.decode()

    assert "1 store needs you now." in page
    assert page.index("Mail server refuses:") < page.index("Aaa runs well")
    assert "Repair sender" in page


def test_a_quiet_agency_hears_that_nothing_needs_it(
    store: Store, owner: User, client: Client
) -> None:
    client.force_login(owner)

    page = client.get("/admin/").content.decode()

    assert "Nothing needs you now." in page
    assert "Nothing waits for a person." in page


def test_an_agency_without_a_store_is_offered_to_connect_one(
    agency: Agency, owner: User, client: Client
) -> None:
    client.force_login(owner)

    page = client.get("/admin/").content.decode()

    assert "Connect the first store" in page
    assert reverse("admin:install") in page


def test_who_may_not_see_messages_has_the_counts_without_the_buttons(
    agency: Agency, store: Store, client: Client
) -> None:
    client.force_login(make_member(agency, Role.ANALYST))
    make_message(make_order(store), State.FAILED)

    page = client.get("/admin/").content.decode()

    assert "Could not be sent" in page
    assert "Look at 1" not in page


def test_queues_stop_counting(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queues, "MOST", 3)
    order = make_order(store)
    for _ in range(6):
        make_message(order, State.HELD, reason="BACKFILL")

    with every_store(because="a test counts"):
        left = queues.waiting([store.pk])

    assert len(left.by_state["HELD"]) == 4


def test_queues_are_read_from_the_partial_index(store: Store) -> None:
    with store_scope(store.pk), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        rows = Message.objects.filter(state=State.HELD).order_by("-planned_at", "-id")
        plan = rows.values_list("store_id", "reason", "planned_at")[:501].explain()

    assert "messages_to_look_at" in plan


def test_todays_figures_stand_beside_the_usual(store: Store, owner: User, client: Client) -> None:
    client.force_login(owner)
    hour = timezone.now().replace(minute=0, second=0, microsecond=0)
    with store_scope(store.pk):
        for week, sent in ((0, 30), (1, 20), (2, 20), (3, 20), (4, 20)):
            at = hour - timedelta(days=7 * week)
            HourlyStat.objects.create(
                store=store, hour=at, sent_count=sent, sent_within_minute_count=sent
            )

    page = client.get("/admin/").content.decode()

    assert "+50 %" in page
    assert "usual 20" in page
    assert "100 % of today&#x27;s messages left within a minute." in page
