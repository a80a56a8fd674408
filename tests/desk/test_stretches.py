"""Lists narrowed by what no index holds: nothing is left out, and each page has its price.

See Note [What no index finds] in stores/keyset_admin.py.
"""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from messaging.states import State
from stores import keyset_admin
from stores.keyset_admin import KeysetModelAdmin
from stores.models import Agency, Store, User
from tests.desk.test_pages import ORDERS, cost_of
from tests.factories.stores import make_store
from tests.factories.worlds import make_message, make_order

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(owner: User, client: Client) -> Client:
    client.force_login(owner)
    return client


def walked(staff: Client, url: str, name: str = "older_link") -> list[list[int]]:
    """The rows of each page, followed by its links."""
    pages, link = [], url
    while link:
        changelist = staff.get(link).context["cl"]
        pages.append([row.pk for row in changelist.result_list])
        link = (
            url.partition("?")[0] + getattr(changelist, name) if getattr(changelist, name) else ""
        )
        assert len(pages) < 30
    return pages


@pytest.mark.parametrize("query", ["tag=rare", "message=FAILED", "message=SENT"])
def test_what_no_index_finds_is_found_all_the_same_a_stretch_a_page(
    agency: Agency, store: Store, staff: Client, monkeypatch: pytest.MonkeyPatch, query: str
) -> None:
    monkeypatch.setattr(keyset_admin, "FEW", 1)
    monkeypatch.setattr(keyset_admin, "REACH", 6)
    monkeypatch.setattr(KeysetModelAdmin, "list_per_page", 4)
    sisters = (store, *(make_store(agency) for _ in range(5)))
    start = timezone.now() - timedelta(days=1)
    found = []
    for number in range(40):
        is_wanted = number in (0, 3, 4, 5, 11, 39)
        order = make_order(
            sisters[number % 6],
            placed_at=start + timedelta(minutes=number),
            tags=["rare"] if is_wanted else [],
        )
        if is_wanted:
            make_message(order, State.SENT if query == "message=SENT" else State.FAILED)
            found.append(order.pk)

    pages = walked(staff, f"{ORDERS}?{query}")

    assert [pk for page in pages for pk in page] == found[::-1]
    assert len(pages) == 7  # of six orders each
    first = staff.get(f"{ORDERS}?{query}").context["cl"]
    second = staff.get(ORDERS + first.older_link)
    assert "Nothing there so far: look further back" in second.content.decode()
    assert "This page looked back to" in second.content.decode()
    assert [
        pk
        for page in walked(staff, ORDERS + second.context["cl"].newer_link, "newer_link")
        for pk in page
    ] == [found[-1]]


def test_what_is_rare_is_found_at_once(
    store: Store, staff: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keyset_admin, "REACH", 2)
    start = timezone.now() - timedelta(days=1)
    made = [
        make_order(
            store, placed_at=start + timedelta(minutes=n), tags=["rare"] if n % 7 == 0 else []
        ).pk
        for n in range(20)
    ]

    (page,) = walked(staff, f"{ORDERS}?tag=rare")

    assert page == [made[14], made[7], made[0]]


@pytest.mark.parametrize(
    ("few", "url", "queries"),
    [
        (1_000, f"{ORDERS}?tag=gift", 8),
        (1_000, f"{ORDERS}?message=SENT&tag=gift", 8),
        (0, f"{ORDERS}?tag=gift", 10),
        (0, f"{ORDERS}?message=FAILED", 10),
        (0, f"{ORDERS}?message=SENT", 9),
        (0, "/admin/messaging/message/?arrival=CLICKED", 8),
    ],
)
def test_what_no_index_finds_costs_a_fixed_number_of_queries(
    store: Store,
    staff: Client,
    monkeypatch: pytest.MonkeyPatch,
    few: int,
    url: str,
    queries: int,
) -> None:
    monkeypatch.setattr(keyset_admin, "FEW", few)
    monkeypatch.setattr(keyset_admin, "REACH", 2)
    for _ in range(4):
        order = make_order(store)
        make_message(order, State.FAILED)
        make_message(order, first_clicked_at=timezone.now())

    assert cost_of(staff, url) == queries
