"""The main job, end to end: from a signed webhook to the buyer's click on the timeline."""

import email
import email.policy
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from html import unescape
from typing import TypeVar

import httpx
import pytest
from django.utils import timezone

from common import jobs
from intake.models import Webhook
from messaging.models import Message, MessageBody
from messaging.states import State
from notifyhub.demo.posting import Post
from orders.models import Activity, ActivityKind, Order
from stores.models import Store
from stores.scope import store_scope
from tests.factories.messaging import make_words
from tests.journeys import house as journey
from tests.journeys.house import House, Mailbox

T = TypeVar("T")


@pytest.fixture
def mailbox(store: Store) -> Iterator[Mailbox]:
    with journey.mail_server() as (box, port):
        journey.send_by_smtp(store, port)
        yield box


def test_a_signed_webhook_becomes_one_mail_whose_open_and_click_come_back(
    house: House, store: Store, order_webhook: Post
) -> None:
    make_words(store)
    began = timezone.now()

    answer = journey.post(journey.address_of(house, store), order_webhook)

    assert answer.status_code == 200
    message = _sent(house, store)
    html = journey.html_of(store, message)
    with store_scope(store.pk):
        order = Order.objects.get(shopify_id=order_webhook.order_id)
        assert (message.order_id, message.recipient) == (order.pk, order.email)
        assert order.name in message.subject
    assert message.locale == "de"
    assert 'lang="de"' in html
    assert "€" in html

    pixel = httpx.get(_only(journey.PIXEL.findall(html)))
    link = httpx.get(unescape(journey.LINK.findall(html)[0]))

    assert (pixel.status_code, pixel.headers["content-type"]) == (200, "image/gif")
    assert link.status_code == 302
    with store_scope(store.pk):
        assert link.headers["location"] in MessageBody.objects.get(message=message).links
    happened = _timeline(house, store, order, until=ActivityKind.MESSAGE_CLICKED)
    assert set(happened) >= {
        ActivityKind.ORDER_PLACED,
        ActivityKind.MESSAGE_PLANNED,
        ActivityKind.MESSAGE_SENT,
        ActivityKind.MESSAGE_OPENED,
        ActivityKind.MESSAGE_CLICKED,
    }
    assert began <= happened[ActivityKind.MESSAGE_SENT] <= happened[ActivityKind.MESSAGE_OPENED]


def test_a_mail_server_gets_the_mail_that_staff_can_read(
    house: House, store: Store, mailbox: Mailbox, order_webhook: Post
) -> None:
    make_words(store)

    journey.post(journey.address_of(house, store), order_webhook)

    message = _sent(house, store)
    recipient, content = _only(mailbox.mails)
    mail = email.message_from_bytes(content, policy=email.policy.default)
    assert recipient == message.recipient
    assert mail["Subject"] == message.subject
    assert message.public_id.hex in mail["Message-ID"]
    html = mail.get_body(("html",))
    text = mail.get_body(("plain",))
    assert html is not None
    assert text is not None
    # Line ends are the mail's own business.
    assert html.get_content().split() == journey.html_of(store, message).split()
    assert "€" in text.get_content()


def test_repetitions_give_one_mail(house: House, store: Store, order_webhook: Post) -> None:
    make_words(store)
    address = journey.address_of(house, store)

    repeated = [journey.post(address, order_webhook) for _ in range(10)]
    replayed = [
        journey.post(address, replace(order_webhook, event_id=f"another-{number}"))
        for number in range(10)
    ]

    assert {answer.status_code for answer in repeated + replayed} == {200}
    _sent(house, store)
    with store_scope(store.pk):
        assert Webhook.objects.count() == 1
        assert Order.objects.count() == 1
        assert Message.objects.count() == 1


def test_a_forged_webhook_is_refused_and_leaves_nothing(
    house: House, store: Store, order_webhook: Post
) -> None:
    make_words(store)
    address = journey.address_of(house, store)

    forged = journey.post(address, replace(order_webhook, is_forged=True))
    altered = journey.post(
        address,
        replace(order_webhook, body=order_webhook.body.replace(b"de-DE", b"nb-NO")),
        **{"X-Shopify-Hmac-Sha256": order_webhook.headers(address)["X-Shopify-Hmac-Sha256"]},
    )

    assert (forged.status_code, altered.status_code) == (401, 401)
    with store_scope(store.pk):
        assert not Webhook.objects.exists()
    genuine = journey.post(address, order_webhook)
    assert genuine.status_code == 200
    _sent(house, store)


def _sent(house: House, store: Store) -> Message:
    def sent() -> Message | None:
        with store_scope(store.pk):
            return Message.objects.filter(state=State.SENT).first()

    found: Message = journey.eventually(sent, house, what="a mail was sent")
    return found


def _timeline(
    house: House, store: Store, order: Order, *, until: ActivityKind
) -> dict[str, datetime]:
    def told() -> dict[str, datetime]:
        jobs.ring("tracking.fold_events")
        with store_scope(store.pk):
            rows = dict(Activity.objects.filter(order=order).values_list("kind", "at"))
        return rows if until in rows else {}

    found: dict[str, datetime] = journey.eventually(told, house, what=f"{until} was told")
    return found


def _only(found: list[T]) -> T:
    assert len(found) == 1, found
    return found[0]
