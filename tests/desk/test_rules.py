"""The pages of what staff decide: who sends what, whom nobody writes to, an order's tags."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from common.merging import FEW_OWNERS
from messaging.models import DeliveryMode, Suppression
from messaging.states import SuppressionCause
from orders.models import Activity, ActivityKind, Order
from stores.models import Agency, Store, User
from stores.roles import Role
from stores.scope import store_scope
from tests.factories.messaging import KIND, make_suppression
from tests.factories.stores import make_member, make_store
from tests.factories.worlds import make_order

pytestmark = pytest.mark.django_db

MODES = "/admin/modes/"
LIST = "/admin/messaging/suppression/"


@pytest.fixture
def staff(owner: User, client: Client) -> Client:
    client.force_login(owner)
    return client


def analyst_of(agency: Agency, client: Client) -> Client:
    client.force_login(make_member(agency, Role.ANALYST))
    return client


def cost_of(client: Client, url: str) -> int:
    client.get(url)
    with CaptureQueriesContext(connection) as said:
        assert client.get(url).status_code == 200
    return len(said)


def test_a_choice_says_what_it_means_and_who_made_it(
    store: Store, staff: Client, owner: User
) -> None:
    url = reverse("admin:modes_change", args=[store.pk])

    page = staff.post(url, {"kind": KIND, "mode": "SHOPIFY_SENDS"}, follow=True).content.decode()

    assert "Fjell &amp; Garn, Order confirmation: Shopify sends." in page
    assert owner.get_full_name() in page
    with store_scope(store.pk):
        assert DeliveryMode.objects.get().mode == "SHOPIFY_SENDS"


@pytest.mark.parametrize(
    "posted",
    [
        {},
        {"kind": KIND},
        {"kind": KIND, "mode": "off"},
        {"kind": KIND, "mode": "\x00"},
        {"kind": "LOST_UMBRELLA", "mode": "OFF"},
        {"kind": "\x00", "mode": "OFF"},
    ],
)
def test_an_odd_choice_changes_nothing(store: Store, staff: Client, posted: dict[str, str]) -> None:
    answer = staff.post(reverse("admin:modes_change", args=[store.pk]), posted)

    assert answer.status_code == 302
    with store_scope(store.pk):
        assert not DeliveryMode.objects.exists()


def test_who_may_only_look_sees_no_form(agency: Agency, store: Store, client: Client) -> None:
    page = analyst_of(agency, client).get(MODES).content.decode()

    assert "We send" in page
    assert "Fjell &amp; Garn" in page
    assert reverse("admin:modes_change", args=[store.pk]) not in page


def test_a_foreign_store_is_not_there(staff: Client) -> None:
    url = reverse("admin:modes_change", args=[make_store().pk])

    assert staff.post(url, {"kind": KIND, "mode": "OFF"}).status_code == 404


def test_an_address_is_entered_found_and_lifted_for_a_reason(
    store: Store, staff: Client, owner: User
) -> None:
    entered = {"store": store.pk, "address": "Kari@Example.com", "detail": "On the phone"}
    said = staff.post(f"{LIST}add/", entered, follow=True).content.decode()
    with store_scope(store.pk):
        row = Suppression.objects.get()
    page = reverse("admin:messaging_suppression_change", args=[row.pk])
    lift = reverse("admin:messaging_suppression_lift", args=[row.pk])
    offered = staff.get(page).content.decode()

    staff.post(lift, {"because": " "})
    with store_scope(store.pk):
        assert Suppression.objects.in_force().exists()
    lifted = staff.post(lift, {"because": "She <b>asked</b>"}, follow=True).content.decode()

    assert "Nothing is sent to" in said
    assert (row.address, row.cause, row.actor) == (
        "kari@example.com",
        SuppressionCause.STAFF,
        owner.get_full_name(),
    )
    assert lift in offered
    assert "She &lt;b&gt;asked&lt;/b&gt;" in lifted
    assert lift not in lifted


def test_entering_an_address_twice_says_so(store: Store, staff: Client) -> None:
    make_suppression(store, "kari@example.com")

    said = staff.post(
        f"{LIST}add/", {"store": store.pk, "address": "kari@example.com"}, follow=True
    )

    assert "already" in said.content.decode()
    with store_scope(store.pk):
        assert Suppression.objects.count() == 1


@pytest.mark.parametrize(
    "address", ["", "kari", "kari@", "a@b.example\r\nBcc: x@y.example", "\x00"]
)
def test_what_is_no_address_is_not_entered(store: Store, staff: Client, address: str) -> None:
    answer = staff.post(f"{LIST}add/", {"store": store.pk, "address": address})

    assert answer.status_code == 200
    with store_scope(store.pk):
        assert not Suppression.objects.exists()


def test_nothing_is_entered_for_a_foreign_store(store: Store, staff: Client) -> None:
    elsewhere = make_store()

    answer = staff.post(f"{LIST}add/", {"store": elsewhere.pk, "address": "kari@example.com"})

    assert answer.status_code == 200
    with store_scope(elsewhere.pk):
        assert not Suppression.objects.exists()


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["kari@example.com"]),
        ("?q=KARI@example.com", ["kari@example.com"]),
        ("?q=kari", []),
        ("?q=%00", ["kari@example.com"]),
        ("?state=LIFTED", ["old@example.com"]),
        ("?state=nonsense", []),
        ("?q=old@example.com", []),
    ],
)
def test_addresses_are_found_by_equality(
    store: Store, staff: Client, query: str, found: list[str]
) -> None:
    old = make_suppression(store, "old@example.com")
    lift = reverse("admin:messaging_suppression_lift", args=[old.pk])
    staff.post(lift, {"because": "Asked"})
    make_suppression(store, "kari@example.com")

    changelist = staff.get(LIST + query).context["cl"]

    assert [row.address for row in changelist.result_list] == found


@pytest.mark.parametrize(("url", "queries"), [(LIST, 7), (MODES, 8)])
def test_a_list_costs_the_same_for_a_row_and_for_many(
    agency: Agency, store: Store, staff: Client, url: str, queries: int
) -> None:
    sister = make_store(agency)
    make_suppression(store)
    for _ in range(FEW_OWNERS):
        make_store(agency)
    for_few = cost_of(staff, url)
    for number in range(30):
        make_store(agency)
        make_suppression((store, sister)[number % 2], f"{number}@example.com")

    assert (for_few, cost_of(staff, url)) == (queries, queries)


def test_a_tag_is_added_and_taken_away_and_told(store: Store, staff: Client, owner: User) -> None:
    order = make_order(store, tags=["gift"], shopify_tags=["gift"])
    page = reverse("admin:orders_order_change", args=[order.pk])
    tag = reverse("admin:orders_order_tag", args=[order.pk])
    untag = reverse("admin:orders_order_untag", args=[order.pk])

    answer = staff.post(tag, {"tag": "  <b>VIP</b> "})
    staff.post(untag, {"tag": "Gift"})
    shown = staff.get(page).content.decode()

    assert answer["Location"] == page
    assert "&lt;b&gt;VIP&lt;/b&gt;" in shown
    with store_scope(store.pk):
        assert Order.objects.get(pk=order.pk).tags == ["<b>VIP</b>"]
        told = Activity.objects.filter(order=order, kind=ActivityKind.TAGGED)
        assert {row.actor for row in told} == {owner.get_full_name()}
        assert told.count() == 2


@pytest.mark.parametrize("text", ["", "  ", "\x00", "x" * 256])
def test_an_odd_tag_changes_nothing_and_says_so(store: Store, staff: Client, text: str) -> None:
    order = make_order(store)

    said = staff.post(
        reverse("admin:orders_order_tag", args=[order.pk]), {"tag": text}, follow=True
    )

    assert "No tag was changed" in said.content.decode()
    with store_scope(store.pk):
        assert Order.objects.get(pk=order.pk).tags == order.tags


def test_who_may_not_note_sees_the_tags_and_no_form(
    store: Store, marketer: User, client: Client
) -> None:
    client.force_login(marketer)
    order = make_order(store)

    page = client.get(reverse("admin:orders_order_change", args=[order.pk])).content.decode()

    assert "gift" in page
    assert reverse("admin:orders_order_tag", args=[order.pk]) not in page
