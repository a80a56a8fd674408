"""Who asks to be forgotten is forgotten by what was said to them, with an order and without."""

from datetime import timedelta
from typing import Final

import pytest
from pytest_django import DjangoAssertNumQueries

from messaging import services
from messaging.models import Attempt, Consent, Message, MessageBody, RescueCase, Suppression
from messaging.states import (
    Channel,
    Ground,
    Outcome,
    Purpose,
    Reason,
    State,
    SuppressionCause,
    Transport,
)
from messaging.subjects import Subject, about_of
from orders.models import Checkout, DraftOrder, GiftCard, Order
from stores.models import Store
from stores.scope import Scope
from templates_app.data import NotificationKind
from tests.factories.worlds import make_message
from tests.orders.test_erasure import (
    CANARY,
    NOW,
    REDACTION,
    SHOP_REDACTION,
    tell,
    tell_all,
    texts_with_canary,
)

ADDRESS: Final = f"{CANARY}@example.com"
ABOUT: Final[dict[type[Subject], NotificationKind]] = {
    Checkout: NotificationKind.ABANDONED_CHECKOUT,
    DraftOrder: NotificationKind.DRAFT_ORDER_INVOICE,
    GiftCard: NotificationKind.GIFT_CARD,
}
# Who asked to be left alone is not written to because they also asked to be forgotten.
REFUSED: Final = {"messaging_consent.address", "messaging_suppression.address"}


def say(store: Store, kind: str, order: Order | None, subject: Subject | None = None) -> Message:
    """A sent message whose every text names the person, its body too."""
    message = Message.objects.create(
        store=store,
        order=order,
        kind=kind,
        about=about_of(subject) if subject else "",
        recipient=ADDRESS,
        recipient_name=CANARY,
        subject=f"{CANARY}, your basket",
        detail=f"250 for {CANARY}",
        because=f"{CANARY} asked",
        state=State.SENT,
        sent_at=NOW,
        planned_at=NOW,
        changed_at=NOW,
        run_after=NOW,
        expires_at=NOW + timedelta(days=1),
    )
    MessageBody.objects.create(
        message=message, store=store, words_zip=CANARY.encode(), content_hash="0", kept_at=NOW
    )
    Attempt.objects.create(
        store=store,
        message=message,
        number=1,
        transport=Transport.SMTP,
        outcome=Outcome.ACCEPTED,
        line=f"250 <{ADDRESS}> ok",
        started_at=NOW,
        ended_at=NOW,
    )
    return message


@pytest.fixture
def said(store: Store, inside: Scope) -> list[Message]:
    """One of the person's order, and one of each thing that they left or were given."""
    tell_all(store)
    Message.objects.all().delete()
    order = Order.objects.get()
    found = [say(store, NotificationKind.ORDER_CONFIRMATION, order)]
    for model, kind in ABOUT.items():
        (row,) = model.objects.all()
        found.append(say(store, kind, None, row))
    RescueCase.objects.create(
        store=store,
        order=order,
        address=ADDRESS,
        suggestion=ADDRESS,
        cause="BOUNCED",
        opened_at=NOW,
    )
    for purpose, is_given in ((Purpose.MARKETING, False), (Purpose.ORDERS, True)):
        Consent.objects.create(
            store=store,
            channel=Channel.EMAIL,
            address=ADDRESS,
            purpose=purpose,
            is_given=is_given,
            ground=Ground.STAFF,
            detail=CANARY,
            at=NOW,
        )
    Suppression.objects.create(
        store=store, address=ADDRESS, cause=SuppressionCause.HARD_BOUNCE, suppressed_at=NOW
    )
    return found


def traces() -> set[str]:
    found = texts_with_canary("orders", "shipping", "messaging")
    bodies = [bytes(body.words_zip) for body in MessageBody.objects.all()]
    is_kept = any(CANARY.encode() in words for words in bodies)
    return found | ({"messaging_messagebody.words_zip"} if is_kept else set())


def test_the_canary_sings_wherever_messages_keep_words(said: list[Message]) -> None:
    assert traces() >= REFUSED | {
        "messaging_attempt.line",
        "messaging_consent.detail",
        "messaging_message.because",
        "messaging_message.detail",
        "messaging_message.recipient",
        "messaging_message.recipient_name",
        "messaging_message.subject",
        "messaging_messagebody.words_zip",
        "messaging_rescuecase.address",
        "messaging_rescuecase.suggestion",
    }


def test_a_redacted_customer_leaves_only_what_they_refused(
    store: Store, said: list[Message]
) -> None:
    tell(store, "customers/redact", REDACTION)

    assert traces() == REFUSED
    assert [one.is_given for one in Consent.objects.all()] == [False]
    assert Message.objects.filter(state=State.SENT).count() == len(said)


def test_a_redacted_shop_leaves_nobody(store: Store, said: list[Message]) -> None:
    tell(store, "shop/redact", SHOP_REDACTION)

    assert traces() == set()


@pytest.mark.parametrize("topic", ["customers/redact", "shop/redact"])
def test_what_waits_to_leave_about_a_basket_stays_here(
    store: Store, said: list[Message], topic: str
) -> None:
    waiting = Message.objects.filter(kind=NotificationKind.ABANDONED_CHECKOUT)
    waiting.update(state=State.PLANNED, sent_at=None)

    tell(store, topic, REDACTION if topic == "customers/redact" else SHOP_REDACTION)

    assert [(one.state, one.reason) for one in waiting] == [(State.NOT_SENT, Reason.REDACTED)]


def test_what_was_said_to_bystanders_stays(store: Store, said: list[Message]) -> None:
    basket = Checkout.objects.create(store=store, token="theirs", email="ola@example.com")
    theirs = say(store, NotificationKind.ABANDONED_CHECKOUT, None, basket)
    Message.objects.filter(pk=theirs.pk).update(recipient="ola@example.com")

    tell(store, "customers/redact", REDACTION)

    theirs.refresh_from_db()
    assert (theirs.recipient, theirs.recipient_name) == ("ola@example.com", CANARY)
    assert bytes(MessageBody.objects.get(message=theirs).words_zip) == CANARY.encode()


@pytest.mark.parametrize("many", [1, 20])
def test_forgetting_costs_the_same_for_one_message_and_for_many(
    store: Store,
    said: list[Message],
    many: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    order = Order.objects.get()
    for number in range(many):
        make_message(order, recipient=f"{CANARY}-{number}@example.com")

    with django_assert_num_queries(13):
        services.redact_messages(order_ids=[order.pk], now=NOW)
