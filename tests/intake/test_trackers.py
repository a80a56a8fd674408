"""AfterShip and EasyPost tell of parcels: kept as it came, recorded once, whatever they do."""

import json
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from intake import services
from intake.models import Webhook, WebhookState
from intake.parsing.tracking_services import parse_aftership
from intake.receiving import BODY_LIMIT
from intake.topics import HANDLERS
from intake.tracker_door import signed_by_aftership
from messaging import scanning
from messaging.models import Message
from messaging.scanning import claim_early_news
from shipping import news, trackers
from shipping.models import EarlyNews, Parcel, ParcelEvent, Tracker
from stores.models import Store
from stores.scope import Scope, every_store, store_scope
from templates_app.data import NotificationKind as Kind
from templates_app.services import ensure_default_template
from tests.factories import payloads
from tests.factories import tracking_services as make
from tests.factories.messaging import make_words
from tests.factories.stores import make_store
from tests.factories.tracking_services import aftership, checkpoint, detail, easypost, post

pytestmark = pytest.mark.django_db

NOW = payloads.START + timedelta(hours=12)
MAILS = (Kind.OUT_FOR_DELIVERY, Kind.DELIVERED, Kind.READY_FOR_PICKUP)


@pytest.fixture
def sent(store: Store) -> Store:
    """A store whose words are published, with one order that was sent off."""
    make_words(store)
    with every_store(because="a test publishes words for more kinds"):
        for kind in MAILS:
            ensure_default_template(agency=store.agency, kind=kind, now=NOW)
    tell(store, "orders/create", payloads.order())
    tell(store, "fulfillments/create", payloads.fulfilment())
    return store


def tell(store: Store, topic: str, body: payloads.Body) -> None:
    with store_scope(store.pk):
        HANDLERS[topic](store, body, NOW)


def handle() -> list[tuple[str, str]]:
    """Handle what waits; how each webhook there is has ended."""
    with every_store(because="a test takes time forward"):
        Webhook.objects.filter(state=WebhookState.RECEIVED).update(run_after=NOW)
    services.handle_due(now=NOW)
    with every_store(because="a test reads"):
        return list(Webhook.objects.order_by("pk").values_list("state", "reason"))


def said() -> list[str]:
    rows = Message.objects.filter(kind__in=MAILS).order_by("pk")
    return list(rows.values_list("kind", flat=True))


WAYS = pytest.mark.parametrize(
    ("tracker", "told"),
    [
        (
            Tracker.AFTERSHIP,
            aftership(
                checkpoint(100), checkpoint(200, "OutForDelivery"), number="3707 2215012345-6789"
            ),
        ),
        (Tracker.EASYPOST, easypost(detail(100), detail(200, "out_for_delivery"))),
    ],
)


@WAYS
def test_what_a_service_tells_moves_the_parcel_and_the_buyer_hears_once(
    sent: Store, inside: Scope, tracker: Tracker, told: make.Body
) -> None:
    account = make.make_account(sent, tracker)

    statuses = [post(account, told), post(account, told), post(account, {**told, "ts": 5})]

    assert statuses == [200, 200, 200]
    assert handle() == [("DONE", ""), ("DONE", "")]  # the same body is kept once
    parcel = Parcel.objects.get()
    assert parcel.state == "OUT_FOR_DELIVERY"
    assert parcel.first_scanned_at == make.moment(100)
    assert parcel.heard_at == make.moment(200)
    assert ParcelEvent.objects.count() == 2
    assert said() == [Kind.OUT_FOR_DELIVERY]
    account.refresh_from_db()
    assert account.heard_at == NOW


def test_late_and_shuffled_news_end_in_the_same_row(sent: Store, inside: Scope) -> None:
    account = make.make_account(sent)
    scans = [checkpoint(100), checkpoint(200, "OutForDelivery"), checkpoint(260, "Delivered")]

    post(account, aftership(*scans))
    handle()
    post(account, aftership(*scans[:2]))
    handle()
    post(account, aftership(*scans[:1]))
    handle()

    parcel = Parcel.objects.get()
    assert (parcel.state, parcel.delivered_at) == ("DELIVERED", make.moment(260))
    assert said() == [Kind.DELIVERED]  # that it was out for delivery is no news any more


def test_shopify_and_a_service_tell_of_one_delivery_and_it_is_said_once(
    sent: Store, inside: Scope
) -> None:
    account = make.make_account(sent)
    tell(
        sent,
        "fulfillment_events/create",
        payloads.parcel_event(1, status="delivered", happened_at=payloads.at(250)),
    )

    post(account, aftership(checkpoint(100), checkpoint(252, "Delivered")))
    handle()

    assert said() == [Kind.DELIVERED]
    assert Parcel.objects.get().delivered_at == make.moment(250)


def test_words_that_nobody_knows_are_kept_as_they_came(sent: Store, inside: Scope) -> None:
    account = make.make_account(sent, Tracker.EASYPOST)

    post(account, easypost(detail(100, "held by dragons")))
    handle()

    assert Parcel.objects.get().state == "HELD_BY_DRAGONS"


def test_a_return_begins(sent: Store, inside: Scope) -> None:
    account = make.make_account(sent)

    post(account, aftership(checkpoint(100), checkpoint(200, "Exception", subtag="Exception_010")))
    handle()

    assert Parcel.objects.get().state == "RETURNING"


def test_the_word_for_the_whole_counts_where_no_scan_says_it(sent: Store, inside: Scope) -> None:
    account = make.make_account(sent, Tracker.EASYPOST)

    post(account, easypost(detail(100), status="return_to_sender"))
    handle()

    parcel = Parcel.objects.get()
    assert (parcel.state, parcel.heard_at) == ("RETURNING", make.moment(600))


def test_a_carrier_changes_its_mind_about_the_day(sent: Store, inside: Scope) -> None:
    account = make.make_account(sent)
    scan = checkpoint(100)
    later = {"datetime": payloads.at(9000), "type": "specific"}

    post(account, aftership(scan, latest_estimated_delivery=later, updated_at=payloads.at(300)))
    post(account, aftership(scan, expected_delivery=payloads.at(5000), updated_at=payloads.at(200)))
    handle()

    assert Parcel.objects.get().expected_at == make.moment(
        9000
    )  # what was told last, not came last
    assert ParcelEvent.objects.count() == 1


def test_each_of_two_parcels_with_one_number_hears_it(sent: Store, inside: Scope) -> None:
    account = make.make_account(sent)
    tell(sent, "orders/create", payloads.order(id=77, name="#1002"))
    tell(sent, "fulfillments/create", payloads.fulfilment(id=88, order_id=77))

    post(account, aftership(checkpoint(100)))
    handle()

    assert list(Parcel.objects.values_list("state", flat=True)) == ["IN_TRANSIT", "IN_TRANSIT"]
    assert ParcelEvent.objects.count() == 2


def test_delivered_is_told_when_the_last_of_those_that_left_together_is(
    sent: Store, inside: Scope
) -> None:
    account = make.make_account(sent)
    tell(
        sent,
        "fulfillments/update",
        payloads.fulfilment(tracking_numbers=["A1", "B2"], updated_at=payloads.at(61)),
    )

    post(account, aftership(checkpoint(200, "Delivered"), number="A1"))
    handle()
    assert said() == []
    post(account, aftership(checkpoint(210, "Delivered"), number="B2"))
    handle()

    assert said() == [Kind.DELIVERED]


def test_what_is_said_of_a_former_number_moves_nothing(sent: Store, inside: Scope) -> None:
    account = make.make_account(sent)
    former = [{"number": make.NUMBER, "company": "", "url": "", "until": payloads.at(90)}]
    Parcel.objects.update(number="RIGHT1", former=former)

    post(account, aftership(checkpoint(100), checkpoint(200, "Delivered")))
    handle()

    parcel = Parcel.objects.get()
    assert (parcel.state, parcel.heard_at) == ("", None)
    assert ParcelEvent.objects.filter(parcel=parcel).count() == 2  # kept all the same
    assert said() == []


def test_news_before_their_parcel_wait_for_it(store: Store, inside: Scope) -> None:
    account = make.make_account(store)
    make_words(store)
    post(account, aftership(checkpoint(100), checkpoint(200, "OutForDelivery")))

    assert handle()[0][0] == "IGNORED"
    assert claim_early_news(now=NOW + news.SOONEST) == 0
    tell(store, "orders/create", payloads.order())
    tell(store, "fulfillments/create", payloads.fulfilment())
    later = NOW + timedelta(hours=1)

    assert [claim_early_news(now=later), claim_early_news(now=later)] == [1, 0]
    assert Parcel.objects.get().state == "OUT_FOR_DELIVERY"
    assert not EarlyNews.objects.exists()


def test_news_without_a_parcel_are_dropped_after_a_month(store: Store, inside: Scope) -> None:
    account = make.make_account(store)
    post(account, aftership(checkpoint(100)))
    handle()

    claim_early_news(now=NOW + timedelta(days=29))
    assert EarlyNews.objects.exists()
    claim_early_news(now=NOW + timedelta(days=30, hours=7))

    assert not EarlyNews.objects.exists()


def test_another_stores_parcel_hears_nothing(sent: Store, inside: Scope) -> None:
    other = make_store(sent.agency)
    account = make.make_account(other)

    post(account, aftership(checkpoint(100)))
    handle()

    assert Parcel.objects.get().state == ""


@pytest.mark.parametrize(
    "body",
    [b"", b"[]", b"not json", b'{"event":"tracking_update","msg":{"tracking_number":" "}}'],
)
def test_what_cannot_be_read_is_kept_aside(store: Store, inside: Scope, body: bytes) -> None:
    account = make.make_account(store)

    assert post(account, body) == 200
    assert handle()[0][0] == WebhookState.QUARANTINED


@pytest.mark.parametrize(
    "body",
    [
        {"event": "tracking_pending_time", "msg": {"tracking_number": "X"}},
        {"event": "tracking_update", "msg": {"tracking_number": "X", "tag": "Pending"}},
        {"event": "return_update", "msg": "?"},
        {},
    ],
)
def test_what_tells_of_no_parcel_is_ignored(store: Store, inside: Scope, body: make.Body) -> None:
    post(make.make_account(store), body)

    assert handle()[0][0] == WebhookState.IGNORED


def test_tests_of_easypost_are_ignored(sent: Store, inside: Scope) -> None:
    post(make.make_account(sent, Tracker.EASYPOST), {**easypost(detail(100)), "mode": "test"})

    assert handle()[0][0] == WebhookState.IGNORED
    assert not ParcelEvent.objects.exists()


def test_a_clock_far_ahead_and_a_scan_without_a_time_are_left_out(
    sent: Store, inside: Scope
) -> None:
    account = make.make_account(sent)
    odd = [
        checkpoint(100),
        checkpoint(60 * 24 * 400, "Delivered"),
        checkpoint(5, "Delivered", checkpoint_time="soon", created_at=None),
        "not a checkpoint",
    ]

    post(account, aftership(checkpoint(90), updated_at=None, checkpoints=odd, tag="InTransit"))
    handle()

    assert Parcel.objects.get().state == "IN_TRANSIT"


def test_nobody_else_is_let_in(store: Store, inside: Scope) -> None:
    account = make.make_account(store)
    body = aftership(checkpoint(100))

    refused = [
        post(account, body, secret="another-secret"),
        post(account, body, **{"aftership-hmac-sha256": ""}),
        post(account, body, **{"aftership-hmac-sha256": "blåbær"}),
        post(account, b"x" * (BODY_LIMIT + 1)),
        post(account, body, **{"Content-Encoding": "gzip"}),
    ]
    account.public_id = store.public_id
    refused.append(post(account, body))

    assert refused == [401, 401, 401, 413, 415, 401]
    assert not Webhook.objects.exists()


def test_one_service_cannot_sign_as_the_other(store: Store, inside: Scope) -> None:
    account = make.make_account(store, Tracker.EASYPOST)
    raw = json.dumps(aftership(checkpoint(100))).encode()
    as_aftership = {"aftership-hmac-sha256": signed_by_aftership(make.SECRET, raw).decode()}

    assert post(account, raw, **as_aftership, **{"X-Hmac-Signature": ""}) == 401


def test_a_service_that_is_off_hears_so(store: Store, inside: Scope) -> None:
    account = make.make_account(store)
    trackers.switch(account=account, is_on=False)

    assert post(account, aftership(checkpoint(100))) == 403


def test_the_secret_before_counts_for_a_day(store: Store, inside: Scope) -> None:
    account = make.make_account(store)
    body = aftership(checkpoint(100))
    trackers.rotate_secret(account=account, secret="the-new-secret", now=timezone.now())

    assert post(account, body) == 200
    assert post(account, body, secret="the-new-secret") == 200
    account.previous_until = timezone.now()
    account.save()
    assert post(account, body) == 401


def test_a_long_history_costs_no_more_statements_than_a_short_one(
    sent: Store, inside: Scope
) -> None:
    counts = []
    for length in (1, 60):
        scans = [checkpoint(minute + length, message=str(length)) for minute in range(length)]
        said_of = parse_aftership(aftership(*scans))
        assert said_of is not None
        with CaptureQueriesContext(connection) as asked:
            scanning.record_news(store=sent, said=said_of, now=NOW)
        counts.append(len(asked))

    assert counts == [23, 23]
