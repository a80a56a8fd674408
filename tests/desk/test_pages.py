"""Orders, messages, inbox: what they show, what they do, and what they cost."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from intake.models import Webhook
from messaging.envelope import envelope_of
from messaging.models import Message, MessageBody
from messaging.models.body import forgotten
from messaging.states import State
from orders.models import ActivityKind, Note
from stores.keyset_admin import KeysetModelAdmin
from stores.models import Agency, Store, User
from stores.scope import every_store, store_scope
from tests.factories.stores import make_store
from tests.factories.worlds import make_activity, make_message, make_order

pytestmark = pytest.mark.django_db

ORDERS = "/admin/orders/order/"


@pytest.fixture
def staff(owner: User, client: Client) -> Client:
    client.force_login(owner)
    return client


def cost_of(client: Client, url: str) -> int:
    client.get(url)
    with CaptureQueriesContext(connection) as said:
        assert client.get(url).status_code == 200
    return len(said)


@pytest.mark.parametrize(
    ("url", "queries"),
    [
        (ORDERS, 8),
        (f"{ORDERS}?q=Ingrid&message=SENT&tag=gift", 8),
        ("/admin/messaging/message/", 7),
        ("/admin/messaging/message/inbox/", 6),
        ("/admin/intake/webhook/", 7),
    ],
)
def test_a_list_costs_the_same_for_a_row_and_for_many(
    agency: Agency, store: Store, staff: Client, url: str, queries: int
) -> None:
    sister = make_store(agency)
    for one in (store, sister):
        make_message(make_order(one))
        _webhook(one, 1)
    for_few = cost_of(staff, url)
    for number in range(2, 30):
        make_message(make_order(store))
        make_message(make_order(sister))
        _webhook(sister, number)

    assert (for_few, cost_of(staff, url)) == (queries, queries)


def test_an_order_costs_the_same_however_much_happened(store: Store, staff: Client) -> None:
    order = make_order(store)
    make_message(order)
    page = reverse("admin:orders_order_change", args=[order.pk])
    for_little = cost_of(staff, page)
    for _ in range(30):
        make_message(order)
        make_activity(order, ActivityKind.PARCEL_SCANNED, data={"state": "IN_TRANSIT"})

    # Session, person, memberships, stores, the switcher; the order, its messages, wrong addresses,
    # lines; parcels and fulfilments, which say who sends the goods; activity, its counts and its
    # messages; credits, promise, alarms, requests, feedback, packers' notes, tags and fields being
    # written, settings.
    assert for_little == cost_of(staff, page) == 24


def test_lists_are_walked_by_place_over_all_stores(
    agency: Agency, store: Store, staff: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(KeysetModelAdmin, "list_per_page", 3)
    sister = make_store(agency)
    start = timezone.now() - timedelta(days=1)
    made = [
        make_order((store, sister)[n % 2], placed_at=start + timedelta(minutes=n // 2)).pk
        for n in range(8)
    ]

    seen: list[int] = []
    url = ORDERS
    while url:
        changelist = staff.get(url).context["cl"]
        seen += [row.pk for row in changelist.result_list]
        url = ORDERS + changelist.older_link if changelist.older_link else ""

    assert seen == made[::-1]


@pytest.mark.parametrize(
    ("query", "is_found"),
    [
        ("q=%237001", True),
        ("q=7001", True),
        ("q=7002", False),
        ("q=Kari@Example.com", True),
        ("q=kari", True),
        ("q=NORDM", True),
        ("q=ordmann", False),
        ("tag=Gift", True),
        ("tag=gif", False),
        ("message=FAILED", True),
        ("message=SENT", False),
        ("payment=PAID", True),
        ("payment=REFUNDED", False),
        ("payment=nonsense", False),
        ("goods=OPEN", True),
        ("goods=CANCELLED", False),
        ("store=999999", False),
    ],
)
def test_orders_are_found_by_what_people_ask(
    store: Store, staff: Client, query: str, is_found: bool
) -> None:
    order = make_order(
        store, name="#7001", number=7001, email="kari@example.com", buyer_name="Kari Nordmann"
    )
    make_message(order, State.FAILED)

    changelist = staff.get(f"{ORDERS}?{query}").context["cl"]

    assert [row.pk for row in changelist.result_list] == ([order.pk] if is_found else [])


def test_the_order_tells_its_story_with_its_trouble_beside_the_button(
    store: Store, staff: Client
) -> None:
    order = make_order(store, buyer_name="<b>Ola</b> & Co")
    message = make_message(
        order, State.FAILED, reason="LOGIN_REFUSED", detail="535 5.7.8 <script>alert(1)</script>"
    )

    page = staff.get(reverse("admin:orders_order_change", args=[order.pk])).content.decode()

    assert "Order confirmation could not be sent." in page
    assert reverse("admin:messaging_message_release", args=[message.pk]) in page
    assert "&lt;b&gt;Ola&lt;/b&gt; &amp; Co" in page
    assert "<script>alert(1)" not in page
    assert "1\xa0849,00\xa0kr" in page


def test_the_timeline_shows_what_one_asks_for_and_goes_back_in_time(
    store: Store, staff: Client
) -> None:
    order = make_order(store)
    for number in range(50):
        make_activity(
            order,
            ActivityKind.PARCEL_SCANNED,
            at=timezone.now() - timedelta(minutes=number),
            data={"state": "IN_TRANSIT", "city": f"Town {number}"},
        )
    page = reverse("admin:orders_order_change", args=[order.pk])

    parcels = staff.get(f"{page}?show=parcels").context["page"].timeline
    staff_only = staff.get(f"{page}?show=staff").context["page"].timeline
    earlier = staff.get(f"{page}?show=parcels&before={parcels.earlier}").context["page"].timeline

    assert sum(len(day.lines) for day in parcels.days) == 40
    assert sum(len(day.lines) for day in earlier.days) == 10
    assert earlier.earlier is None
    assert staff_only.days == []


def test_a_note_stands_on_the_timeline_with_its_author(
    store: Store, staff: Client, owner: User
) -> None:
    order = make_order(store)
    page = reverse("admin:orders_order_change", args=[order.pk])

    answer = staff.post(
        reverse("admin:orders_order_note", args=[order.pk]), {"text": "She <b>called</b>"}
    )
    shown = staff.get(page).content.decode()

    assert answer["Location"] == page
    assert "She &lt;b&gt;called&lt;/b&gt;" in shown
    assert owner.get_full_name() in shown
    with store_scope(store.pk):
        assert Note.objects.get().author_id == owner.pk


def test_the_mail_is_shown_as_it_left_but_does_nothing(store: Store, staff: Client) -> None:
    html = (
        '<html><head></head><body onload="steal()"><script>steal()</script>Hei "du"'
        '<a href="https://shop.example/t/c/abc">Track</a>'
        '<img src="https://shop.example/t/o/abc.gif" width="1"></body></html>'
    )
    order = make_order(store)
    message = make_message(order, html=html)

    page_of = reverse("admin:orders_order_change", args=[order.pk])
    answer = staff.get(f"{page_of}?message={message.pk}")

    page = answer.content.decode()
    assert '<iframe sandbox="" srcdoc="&lt;html&gt;' in page
    assert "&lt;script&gt;steal()" in page
    assert "<script>steal" not in page
    assert "/t/o/" not in page  # staff are not buyers: their look is no open
    assert "&lt;base target=&quot;_blank&quot;&gt;" in page
    assert "object-src 'none'" in answer["Content-Security-Policy"]


@pytest.mark.parametrize("tab", ["text", "headers", "source", "way"])
def test_the_drawer_has_the_text_the_headers_and_the_way(
    store: Store, staff: Client, tab: str
) -> None:
    order = make_order(store)
    message = make_message(order)
    page = reverse("admin:orders_order_change", args=[order.pk])

    shown = staff.get(f"{page}?message={message.pk}&tab={tab}").content.decode()

    said = {
        "text": f"Takk, {order.buyer_name}",
        "headers": "hello@example.com",
        "source": "Content-Type: multipart/alternative",
        "way": "Planned",
    }
    assert said[tab] in shown


def test_the_source_is_a_file_of_the_very_bytes(store: Store, staff: Client) -> None:
    message = make_message(make_order(store))

    answer = staff.get(reverse("admin:messaging_message_source", args=[message.pk]))

    with store_scope(store.pk):
        body = MessageBody.objects.get(message=message)
    assert answer.content == envelope_of(body.words).as_bytes()
    assert answer["Content-Type"] == "message/rfc822"
    assert answer["Content-Disposition"] == f'attachment; filename="{message.public_id}.eml"'


def test_a_mail_whose_words_are_forgotten_says_until_when_they_were_kept(
    store: Store, staff: Client
) -> None:
    message = make_message(make_order(store))
    page = reverse("admin:messaging_message_change", args=[message.pk])
    source = reverse("admin:messaging_message_source", args=[message.pk])
    day = datetime(2026, 3, 1, 12, tzinfo=UTC)
    with store_scope(store.pk):
        MessageBody.objects.filter(message=message).update(**forgotten(day))

    assert "Its words were kept until March 1, 2026." in staff.get(page).content.decode()
    assert staff.get(source).status_code == 404


def test_a_held_message_is_released_by_its_button(store: Store, staff: Client) -> None:
    message = make_message(make_order(store), State.HELD, reason="BACKFILL")

    staff.post(reverse("admin:messaging_message_release", args=[message.pk]))

    with store_scope(store.pk):
        assert Message.objects.get(pk=message.pk).state == State.PLANNED


def test_many_are_let_go_at_once_and_the_number_is_told(store: Store, staff: Client) -> None:
    order = make_order(store)
    for _ in range(3):
        make_message(order, State.HELD, reason="BACKFILL")
    make_message(order, State.HELD, reason="BACKFILL", recipient="")

    answer = staff.post(
        "/admin/messaging/message/?state=HELD",
        {"action": "release", "select_across": "1", "_selected_action": ["1"], "index": "0"},
        follow=True,
    )

    page = answer.content.decode()
    assert "3 messages go out. 1 has no address and stays." in page


def test_a_webhook_kept_aside_says_why_and_is_read_again(store: Store, staff: Client) -> None:
    webhook = _webhook(store, 1, state="QUARANTINED", reason="The body is no JSON")
    page = reverse("admin:intake_webhook_change", args=[webhook.pk])

    shown = staff.get(page).content.decode()
    staff.post(reverse("admin:intake_webhook_replay", args=[webhook.pk]))

    assert "The body is no JSON" in shown
    with store_scope(store.pk):
        assert Webhook.objects.get().state == "RECEIVED"


@pytest.mark.parametrize(
    ("url", "words"),
    [
        (ORDERS, "No orders yet"),
        (f"{ORDERS}?q=nothing", "Nothing matches"),
        ("/admin/messaging/message/", "No messages yet"),
        ("/admin/messaging/message/inbox/", "No mails yet"),
        ("/admin/intake/webhook/", "No webhooks yet"),
        ("/admin/messaging/sender/", "No senders yet"),
    ],
)
def test_an_empty_page_says_what_would_stand_there(
    store: Store, staff: Client, url: str, words: str
) -> None:
    assert words in staff.get(url).content.decode()


def _webhook(store: Store, number: int, **fields: object) -> Webhook:
    now = timezone.now()
    with every_store(because="a test makes a webhook"):
        return Webhook.objects.create(
            **{
                "store": store,
                "topic": "orders/create",
                "event_key": str(number),
                "body_hash": str(number).encode(),
                "body": b"{",
                "received_at": now,
                "run_after": now,
                "state": "DONE",
                "handled_at": now,
                **fields,
            }
        )


def test_why_a_webhook_lies_aside_is_said_in_the_readers_language(
    store: Store, owner: User, staff: Client
) -> None:
    _webhook(store, 1, state="QUARANTINED", reason="The body is not JSON: line 1")
    _webhook(store, 2, state="IGNORED", reason="The store is disconnected.")
    _webhook(store, 3, state="FAILED", reason="KeyError: nothing of ours")
    staff.post("/admin/language/", {"language": "nb"})

    shown = staff.get("/admin/intake/webhook/").content.decode()

    assert "Innholdet er ikke JSON: line 1" in shown
    assert "Butikken er frakoblet." in shown
    assert "KeyError: nothing of ours" in shown
