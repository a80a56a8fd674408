"""The demo's mails are what planning and sending would have written."""

import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from intake.topics import HANDLERS
from messaging import sending
from messaging.models import Attempt, Message, MessageBody, RescueCase, Sender
from messaging.queries import database_now, is_suppressed
from messaging.states import Reason, State, Transport
from notifyhub.demo import troubles
from notifyhub.demo.catalogue import SHOPS
from notifyhub.demo.mailing import mail
from notifyhub.demo.mails import Mail
from notifyhub.demo.oddities import Oddity
from notifyhub.demo.pouring import pour
from notifyhub.demo.shop import order_life
from orders.models import Activity, Checkout, Customer, Order
from stores.models import Store
from stores.scope import Scope
from tests.factories.messaging import make_words

CASES: list[tuple[Oddity, ...]] = [
    (),
    (Oddity.NO_EMAIL,),
    (Oddity.ABROAD, Oddity.DISCOUNT),
    (Oddity.PENDING,),
    (Oddity.PICKUP,),
    (Oddity.DIGITAL,),
    (Oddity.COMPANY, Oddity.GIFT_NOTE),
]
# What names the message in links to the shop.
REF = re.compile(r"ref=nh-[a-z2-7]{10}")
CLOCK = {"planned_at", "run_after", "expires_at", "changed_at", "sent_at", "vtag"}
# Numbers of rows; who wrote it; what only happens later.
CHANCE = {"id", "public_id", "order", "claims_count", "open_count", "click_count"}


@pytest.fixture
def sender(store: Store, inside: Scope) -> Sender:
    return Sender.objects.create(
        store=store, transport=Transport.CAPTURE, from_email="post@fjelloggarn.example"
    )


@pytest.mark.parametrize("odd", CASES, ids=lambda odd: "+".join(one.name for one in odd) or "PLAIN")
def test_a_poured_mail_is_one_that_was_planned_and_sent(
    store: Store, sender: Sender, odd: tuple[Oddity, ...]
) -> None:
    make_words(store)
    now = timezone.now()
    life = order_life(SHOPS[0], 31, now - timedelta(minutes=1), oddities=odd).until(now)
    for told in life.told:
        HANDLERS[told.topic](store, told.body, now)
    while sending.send_due(now=database_now()):
        pass
    by_verbs = _told()
    for model in (Order, Checkout, Customer):
        model.objects.all().delete()

    _mail(store, pour(store, [life]), now)

    assert _told() == by_verbs


def test_a_typing_error_comes_back_and_waits_for_a_person(store: Store, sender: Sender) -> None:
    make_words(store)
    now = timezone.now()
    life = order_life(SHOPS[0], 31, now - timedelta(days=2), oddities={Oddity.TYPING_ERROR})
    poured = pour(store, [life.until(now)])

    (each,) = mails = _mail(store, poured, now)
    troubles.tell(SHOPS[0], store, poured, mails, now=now)

    case = RescueCase.objects.get()
    each.message.refresh_from_db()
    assert (each.message.state, each.message.reason) == (State.SENT, Reason.NO_SUCH_ADDRESS)
    assert each.message.recipient in each.message.detail
    assert case.suggestion == life.told[0].order.buyer.email != case.address
    assert Activity.objects.filter(kind="MESSAGE_BOUNCED").count() == 1
    assert is_suppressed(store_id=store.pk, address=case.address)


def test_older_orders_of_a_shop_that_came_later_are_held(store: Store, sender: Sender) -> None:
    make_words(store)
    now = timezone.now()
    Store.objects.filter(pk=store.pk).update(sends_from_at=now - timedelta(days=5))
    store.refresh_from_db()
    lives = [
        order_life(SHOPS[0], number, now - timedelta(days=ago), oddities=()).until(now)
        for number, ago in ((41, 6), (42, 4))
    ]

    mails = _mail(store, pour(store, lives), now)

    assert [each.message.state for each in mails] == [State.HELD, State.SENT]
    assert mails[0].message.reason == Reason.BACKFILL
    assert MessageBody.objects.count() == 1


def _mail(store: Store, poured: Any, now: datetime) -> list[Mail]:
    since = now - timedelta(days=30)
    return mail(SHOPS[0], store, poured, now=now, rendered_since=since, advance=lambda: None)


def _told() -> dict[str, Any]:
    """All that is of messages, but for clocks and chance."""
    messages = list(Message.objects.order_by("pk"))
    return {
        "messages": [_values(one) for one in messages],
        "words": [_words(one) for one in MessageBody.objects.select_related("message")],
        "attempts": list(Attempt.objects.values_list("number", "transport", "outcome", "line")),
        "activities": sorted(
            (row.kind, row.key.split(":")[2], str({**row.data, "sent_at": ""}))
            for row in Activity.objects.filter(kind__in=["MESSAGE_PLANNED", "MESSAGE_SENT"])
        ),
    }


def _values(message: Message) -> dict[str, Any]:
    left_out = CLOCK | CHANCE | {"first_opened_at", "first_clicked_at"}
    names = [field.name for field in message._meta.concrete_fields if field.name not in left_out]
    return {name: str(getattr(message, name)) for name in names}


def _words(body: MessageBody) -> dict[str, Any]:
    """The subject, the links and the text, less what is signed with the row's number."""
    assert body.message.order is not None
    token = body.message.order.token
    return {
        "headers": [pair for pair in body.headers if pair[0] in ("From", "To", "Subject")],
        "links": [REF.sub("ref=…", link.replace(token, "…")) for link in body.links],
        "text": body.text.replace(token, "…"),
    }
