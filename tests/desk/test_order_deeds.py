"""What staff do from an order's page and from the list, and what the page then shows."""

import re
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from orders import archiving, archiving_many
from orders.models import (
    Activity,
    CustomerTagWrite,
    Note,
    Order,
    OrderBatch,
    OrderSettings,
    TagWrite,
)
from shipping.models import Alarm, Parcel, Promise
from statuspage.models import BuyerRequest, Feedback
from stores.models import Store, User
from stores.scope import every_store, store_scope
from tests.factories.stores import make_store
from tests.factories.worlds import make_activity, make_message, make_order

pytestmark = pytest.mark.django_db
LIST = "/admin/orders/order/"
NOW = timezone.now()


@pytest.fixture
def staff(owner: User, client: Client) -> Client:
    client.force_login(owner)
    return client


def page(staff: Client, order: Order, query: str = "") -> str:
    return staff.get(f"{LIST}{order.pk}/change/{query}").content.decode()


def do(staff: Client, order: Order, deed: str, **said: str) -> str:
    """Post a deed of the order's page; the page it leads to."""
    url = reverse(f"admin:orders_order_{deed}", args=[order.pk])
    return staff.post(url, said, follow=True).content.decode()


def listed(staff: Client, query: str = "") -> set[int]:
    changelist = staff.get(f"{LIST}{query}").context["cl"]
    return {row.pk for row in changelist.result_list}


def test_an_archived_order_leaves_the_list_but_is_found(store: Store, staff: Client) -> None:
    order, other = make_order(store, buyer_name="Ola Put Away"), make_order(store)

    said = do(staff, order, "archive")

    assert "Take from the archive" in said
    assert "<b>Archived</b>" in said
    assert listed(staff) == {other.pk}
    assert listed(staff, "?q=Ola") == {order.pk}
    assert listed(staff, "?archived=1") == {order.pk}
    assert listed(staff, "?archived=all") == {order.pk, other.pk}
    assert "It stands in the lists" in do(staff, order, "unarchive")
    assert listed(staff) == {order.pk, other.pk}


def test_ticked_orders_are_archived(store: Store, staff: Client) -> None:
    orders = [make_order(store) for _ in range(3)]
    ticked = [str(one.pk) for one in orders[:2]]

    staff.post(LIST, {"action": "archive_chosen", "_selected_action": ticked})

    assert listed(staff) == {orders[2].pk}


def test_the_list_by_stage_and_age_finds_what_the_funnel_counted(
    store: Store, staff: Client
) -> None:
    days = {"TO_PACK": (0.5, 2, 9), "UNPAID": (9,), "OVER": (9,)}
    stages = {"TO_PACK": "FULFILMENT", "UNPAID": "PAYMENT", "OVER": "DONE"}
    made = {
        (step, age): make_order(
            store, stage=stages[step], step=step, stage_since=NOW - timedelta(days=age)
        )
        for step, ages in days.items()
        for age in ages
    }

    funnel = staff.get(f"/admin/orders/stages/?store={store.pk}").content.decode()
    links = re.findall(r'href="(/admin/orders/order/\?[^"]+)">(?:<b>)?(\d+)', funnel)

    assert len(links) == 6
    for link, count in links:
        assert len(listed(staff, "?" + link.replace("&amp;", "&").split("?")[1])) == int(count)
    assert listed(staff, "?stage=WAITING&age=7-") == {made["TO_PACK", 9].pk, made["UNPAID", 9].pk}
    assert listed(staff, "?stage=DONE") == {made["OVER", 9].pk}
    assert listed(staff, "?stage=NONSENSE") == set()


def test_the_funnel_costs_the_same_for_many_stores(store: Store, staff: Client) -> None:
    url = reverse("admin:funnel_changelist")
    make_store(store.agency)
    make_order(store, stage="PAYMENT", step="UNPAID", stage_since=NOW)
    staff.get(url)
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as said:
            assert staff.get(url).status_code == 200
        counts.append(len(said))
        for _ in range(5):
            make_order(make_store(store.agency), stage="PAYMENT", step="UNPAID", stage_since=NOW)

    assert counts[0] == counts[1]


def test_a_batch_is_foreseen_begun_and_followed(store: Store, staff: Client) -> None:
    for _ in range(3):
        make_order(store, stage="DONE", step="OVER", stage_since=NOW)
    make_order(store)
    add = reverse("admin:order_batches_add")

    link = staff.get(f"{LIST}?stage=DONE").content.decode()
    foreseen = staff.get(f"{add}?deed=ARCHIVE&stage=DONE").content.decode()
    followed = staff.post(add, {"deed": "ARCHIVE", "stage": "DONE"}, follow=True)
    with every_store(because="a test runs batches"):
        while archiving_many.run_batches(now=timezone.now()):
            pass

    assert f"{add}?stage=DONE&amp;deed=ARCHIVE" in link
    assert "3 orders are concerned." in foreseen
    assert followed.redirect_chain[-1][0].startswith("/admin/orders/batches/")
    with every_store(because="a test counts"):
        batch = OrderBatch.objects.get()
        assert (batch.done_count, batch.state) == (3, "DONE")
    assert "Done" in staff.get(followed.redirect_chain[-1][0]).content.decode()


@pytest.mark.parametrize(
    "query", ["deed=BURN", "deed=ARCHIVE&stage=NONSENSE", "deed=ARCHIVE&age=9"]
)
def test_a_batch_that_no_link_of_ours_names_is_not_there(
    store: Store, staff: Client, query: str
) -> None:
    assert staff.get(f"{reverse('admin:order_batches_add')}?{query}").status_code == 404


@pytest.mark.parametrize("query", ["", "?q=Ola", "?stage=DONE&message=SENT", "?goods=FULFILLED"])
def test_a_list_that_a_batch_could_not_carry_on_offers_none(
    store: Store, staff: Client, query: str
) -> None:
    make_order(store)

    assert "order_batches" not in staff.get(f"{LIST}{query}").content.decode()
    assert "batches/new/" not in staff.get(f"{LIST}{query}").content.decode()


@pytest.mark.parametrize(
    ("days", "kept"), [("60", 60), ("", None), ("0", 7), ("-3", 7), ("6e1", 7), ("99999", 7)]
)
def test_the_rule_is_kept_or_refused(
    store: Store, staff: Client, days: str, kept: int | None
) -> None:
    with store_scope(store.pk):
        archiving.choose_policy(store=store, days=7, writes_tags=True, actor="Mina", now=NOW)

    staff.post(reverse("admin:archive_rule", args=[store.pk]), {"days": days})

    with store_scope(store.pk):
        assert OrderSettings.objects.get().archive_after_days == kept


def test_what_was_said_on_the_phone_stands_on_the_timeline(store: Store, staff: Client) -> None:
    order = make_order(store)

    said = do(staff, order, "contact", channel="PHONE", text="Will fetch it <b>Friday</b>")

    assert "spoke with the buyer" in said
    assert "Will fetch it &lt;b&gt;Friday&lt;/b&gt;" in said
    with store_scope(store.pk):
        told = Activity.objects.get(kind="BUYER_CONTACTED")
        assert (told.data["channel"], Note.objects.count()) == ("PHONE", 1)


@pytest.mark.parametrize("said", [{}, {"channel": "PIGEON", "text": "x"}, {"channel": "PHONE"}])
def test_a_contact_without_words_is_not_kept(
    store: Store, staff: Client, said: dict[str, str]
) -> None:
    order = make_order(store)

    assert "Nothing was kept" in do(staff, order, "contact", **said)

    with store_scope(store.pk):
        assert not Activity.objects.filter(kind="BUYER_CONTACTED").exists()


def test_a_note_for_packers_stands_above_the_goods_and_names_colleagues(
    store: Store, staff: Client
) -> None:
    order = make_order(store)

    said = do(staff, order, "note", text="@Jonas: ribbon, a&b@c.example", is_for_packers="on")

    assert "For packers" in said
    assert "<b>@Jonas</b>: ribbon" in said
    assert "a&amp;b@c.example" in said


def test_a_tag_goes_to_shopify_unless_the_store_keeps_its_own(store: Store, staff: Client) -> None:
    order = make_order(store)

    said = do(staff, order, "tag", tag="vip")

    assert "On its way to Shopify" in said
    with store_scope(store.pk):
        assert TagWrite.objects.get().tag == "vip"
        archiving.choose_policy(store=store, days=None, writes_tags=False, actor="", now=NOW)
    do(staff, order, "tag", tag="own")
    with store_scope(store.pk):
        assert TagWrite.objects.count() == 1


def test_the_page_shows_promise_alarms_requests_and_thoughts(store: Store, staff: Client) -> None:
    order = make_order(store)
    today = timezone.localdate(timezone=ZoneInfo(store.timezone))
    with store_scope(store.pk):
        parcel = Parcel.objects.create(store=store, order=order, number="370521", former=[])
        Alarm.objects.create(
            store=store, order=order, parcel=parcel, kind="STALLED", since=NOW, opened_at=NOW
        )
        for version, is_current in ((1, False), (2, True)):
            Promise.objects.create(
                store=store,
                order=order,
                version=version,
                is_current=is_current,
                cause="PLACED",
                made_at=NOW,
                from_on=today + timedelta(days=2),
                to_on=today + timedelta(days=3 + version),
            )
        BuyerRequest.objects.create(
            store=store, order=order, kind="PROBLEM", text="Broken <i>cup</i>", asked_at=NOW
        )
        Feedback.objects.create(store=store, order=order, on="PAGE", is_good=False, given_at=NOW)

    said = page(staff, order)

    assert "On time, 5 days to spare" in said
    assert "2 promises so far" in said
    assert "Stands still on its way" in said
    assert reverse("admin:alarms_settle", args=[order.pk])[:20] in said
    assert "Broken &lt;i&gt;cup&lt;/i&gt;" in said
    assert "Not good" in said
    assert "370521" in said


def test_the_page_costs_the_same_however_much_stands_on_it(store: Store, staff: Client) -> None:
    order = make_order(store)
    counts = []
    for many in (1, 8):
        _fill(order, many)
        do(staff, order, "note", text="x", is_for_packers="on")
        page(staff, order)
        with CaptureQueriesContext(connection) as said:
            page(staff, order)
        counts.append(len(said))

    assert counts[0] == counts[1] == 27


def _fill(order: Order, many: int) -> None:
    """So many more of everything."""
    theirs = {"store": order.store, "order": order}
    assert order.customer is not None
    with store_scope(order.store_id):
        for _ in range(many):
            make_message(order)
            make_activity(order, "PARCEL_ADDED", data={"number": "1"})
            parcel = Parcel.objects.create(**theirs, number="1", former=[])
            BuyerRequest.objects.create(**theirs, kind="PROBLEM", text="x", asked_at=NOW)
            Alarm.objects.create(**theirs, parcel=parcel, kind="STALLED", since=NOW, opened_at=NOW)
            TagWrite.objects.create(
                **theirs,
                tag="x",
                tag_key=str(parcel.pk),
                is_added=True,
                run_after=NOW,
                asked_at=NOW,
            )
            CustomerTagWrite.objects.create(
                store=order.store,
                customer=order.customer,
                tag="x",
                tag_key=str(parcel.pk),
                is_added=True,
                run_after=NOW,
                asked_at=NOW,
            )


def test_the_qr_code_is_a_picture_that_runs_nothing(store: Store, staff: Client) -> None:
    answer = staff.get(reverse("admin:orders_order_qr", args=[make_order(store).pk]))

    assert answer["Content-Type"] == "image/svg+xml"
    assert answer["Content-Security-Policy"] == "default-src 'none'"
    assert answer.content.startswith((b"<?xml", b"<svg"))


def test_an_erased_order_has_no_code_and_no_link(store: Store, staff: Client) -> None:
    order = make_order(store, redacted_at=NOW)

    assert staff.get(reverse("admin:orders_order_qr", args=[order.pk])).status_code == 404
    assert "status-link" not in page(staff, order)


def test_the_choices_say_how_many_lines_they_have(store: Store, staff: Client) -> None:
    order = make_order(store)
    do(staff, order, "note", text="Called")
    do(staff, order, "archive")

    said = re.findall(r'<a href="\?show=(\w+)"[^>]*>\w+ (\d+)</a>', page(staff, order))

    assert dict(said) == {"all": "3", "messages": "0", "parcels": "0", "staff": "2"}


def test_a_mail_to_the_buyer_opens_its_own_drawer(store: Store, staff: Client) -> None:
    said = page(staff, make_order(store), "?resend=new&contact=1")

    assert "Write to the buyer" in said
    assert '<input type="hidden" name="contact" value="1">' in said
