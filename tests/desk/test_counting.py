"""How orders are counted: the page of a store's choices, and what an order's page says."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from orders.models import Order
from stores.models import Agency, Store, User
from stores.roles import Role
from stores.scope import store_scope
from tests.factories.attribution import bought, by_link, clicked, may
from tests.factories.stores import make_member, make_store
from tracking.models import AttributionSettings

PAGE = "/admin/counting/"


@pytest.fixture
def staff(owner: User, client: Client) -> Client:
    client.force_login(owner)
    return client


def order_page(staff: Client, order: Order) -> str:
    return staff.get(reverse("admin:orders_order_change", args=[order.pk])).content.decode()


def test_a_choice_is_kept_and_says_what_it_means(store: Store, staff: Client) -> None:
    url = reverse("admin:counting_change", args=[store.pk])
    posted = {"window_days": "14", "counts_drafts": "on", "tagged_refs": "spring*\r\nautumn"}

    page = staff.post(url, posted, follow=True).content.decode()

    assert "a click counts for 14 days" in page
    assert 'value="14"' in page
    with store_scope(store.pk):
        row = AttributionSettings.objects.get()
    assert (row.window_days, row.counts_drafts, row.counts_pos) == (14, True, False)
    assert row.tagged_refs == "spring*\nautumn"


@pytest.mark.parametrize(
    "posted",
    [
        {},
        {"window_days": "0"},
        {"window_days": "99"},
        {"window_days": "²"},
        {"window_days": "7", "tagged_refs": "a,b"},
        {"window_days": "7", "tagged_refs": "x" * 9000},
        {"window_days": "7", "tagged_refs": "a\x00"},
    ],
)
def test_an_odd_choice_changes_nothing_and_says_why(
    store: Store, staff: Client, posted: dict[str, str]
) -> None:
    url = reverse("admin:counting_change", args=[store.pk])

    page = staff.post(url, posted, follow=True).content.decode()

    assert "a click counts for" not in page
    with store_scope(store.pk):
        assert not AttributionSettings.objects.exists()


def test_who_may_only_look_sees_no_form(agency: Agency, store: Store, client: Client) -> None:
    client.force_login(make_member(agency, Role.ANALYST))

    page = client.get(PAGE).content.decode()

    assert "not counted" in page
    assert reverse("admin:counting_change", args=[store.pk]) not in page


def test_a_foreign_store_is_not_there(staff: Client) -> None:
    url = reverse("admin:counting_change", args=[make_store().pk])

    assert staff.post(url, {"window_days": "7"}).status_code == 404


def test_an_order_says_what_it_is_credited_to(store: Store, staff: Client) -> None:
    message = clicked(store, may(1, 10, 5))
    order = bought(store, may(4), landing_site=by_link(message))

    page = order_page(staff, order)

    assert message.order is not None
    assert f'<b>Order confirmation</b> of <bdi dir="ltr">{message.order}</bdi>, clicked' in page
    assert "Credited to <b>Order confirmation</b>" in page
    assert page.count("Credited to") == 2  # beside it, and on the timeline


def test_an_order_says_what_helped_and_what_came_later(store: Store, staff: Client) -> None:
    clicked(store, may(1))
    order = bought(store, may(2), landing_site="/?gclid=x&utm_campaign=May")

    page = order_page(staff, order)

    assert "Another visit came later" in page
    assert "google / cpc / may" in page


def test_an_order_that_counts_for_nobody_says_why(store: Store, staff: Client) -> None:
    clicked(store, may(1))
    order = bought(store, may(2), source_name="pos")

    assert "Credited to no message" in order_page(staff, order)


def test_an_open_is_shown_and_earns_nothing(store: Store, staff: Client) -> None:
    clicked(store, None, opened_by_person_at=may(1))
    order = bought(store, may(2))

    page = order_page(staff, order)

    assert "was opened before; opens earn no credit" in page
    assert "Credited to" not in page


def test_the_page_costs_as_much_for_many_stores(
    agency: Agency, store: Store, staff: Client
) -> None:
    counts = []
    for _round in range(2):
        staff.get(PAGE)
        with CaptureQueriesContext(connection) as queries:
            staff.get(PAGE)
        counts.append(len(queries))
        for _store in range(5):
            make_store(agency)

    assert counts[0] == counts[1]
