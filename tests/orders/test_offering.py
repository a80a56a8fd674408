"""Drafts and gift cards: what is kept of them, in any order of arrival."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from intake.parsing import drafting
from intake.parsing.reading import Unparsable
from intake.topics import HANDLERS
from orders import offering, services
from orders.models import DraftOrder, GiftCard
from orders.offered_data import GiftCardData
from stores.models import Store
from stores.scope import Scope
from tests.factories import payloads
from tests.factories.messaging import make_order

NOW = payloads.START
CARD = GiftCardData(
    shopify_id=77,
    currency="NOK",
    initial_minor=50000,
    balance_minor=50000,
    changed_at=NOW,
    last_characters="abcd1234efgh9f2k",
    url="https://fjell.example/gift_cards/1/8a7b",
    expires_on=date(2029, 11, 30),
)

pytestmark = pytest.mark.django_db


def tell(store: Store, topic: str, body: payloads.Body) -> str | None:
    return HANDLERS[topic](store, body, NOW)


def test_a_draft_is_kept_with_its_sums_and_its_invoice(store: Store, inside: Scope) -> None:
    tell(store, "draft_orders/create", payloads.draft())

    draft = DraftOrder.objects.get()
    assert (draft.name, draft.state, draft.customer.first_name) == ("#D174", "OPEN", "Kari")  # type: ignore[union-attr]  # the test fails where there is none
    assert draft.invoice_url == "https://fjell.example/invoices/0c9d"
    sums = draft.amounts
    assert (sums["subtotal_minor"], sums["shipping_minor"]) == (16200, 5000)
    assert (sums["discount_minor"], sums["total_minor"]) == (3800, 21200)
    assert [each["title"] for each in draft.discounts] == ["Friend", "Club"]
    assert draft.lines[0]["allocations"] == [
        {"discount": 0, "amount_minor": 2000, "presentment_minor": 2000}
    ]
    assert draft.payment_terms == {
        "kind": "NET",
        "name": "Net 30",
        "due_at": payloads.at(60),
        "amount_minor": 21200,
    }
    assert "phoned" not in repr(vars(draft))  # a draft's note is staff's


@pytest.mark.parametrize("arrivals", [(0, 1, 2), (2, 1, 0), (1, 0, 2), (0, 2, 1)])
def test_the_newest_draft_wins_in_any_order(
    store: Store, inside: Scope, arrivals: tuple[int, ...]
) -> None:
    bodies = [payloads.draft(name=f"#D{n}", updated_at=payloads.at(n)) for n in range(3)]

    for number in arrivals:
        tell(store, "draft_orders/update", bodies[number])

    assert DraftOrder.objects.get().name == "#D2"


def test_a_deleted_draft_stays_deleted_though_news_of_it_come_later(
    store: Store, inside: Scope
) -> None:
    gone = {"id": payloads.draft()["id"]}

    assert tell(store, "draft_orders/delete", gone) is None
    tell(store, "draft_orders/create", payloads.draft())

    assert DraftOrder.objects.get().deleted_at == NOW
    assert tell(store, "draft_orders/delete", gone)


def test_a_draft_without_an_id_is_refused() -> None:
    with pytest.raises(Unparsable, match="no id"):
        drafting.parse_draft(payloads.draft(id=None))


def test_of_a_gift_cards_code_only_the_end_is_kept(store: Store, inside: Scope) -> None:
    order = make_order(store)

    card = offering.record_gift_card(
        store=store, data=replace(CARD, order_shopify_id=order.shopify_id), now=NOW
    )

    assert (card.order, card.last_characters) == (order, "9f2k")
    assert "abcd1234" not in repr(vars(card))


def test_an_older_snapshot_of_a_gift_card_changes_nothing(store: Store, inside: Scope) -> None:
    spent = replace(CARD, balance_minor=100, changed_at=NOW + timedelta(days=1))

    for data in (CARD, spent, CARD):
        offering.record_gift_card(store=store, data=data, now=NOW)

    assert GiftCard.objects.get().balance_minor == 100


def test_a_gift_card_cannot_owe(store: Store, inside: Scope) -> None:
    with pytest.raises(IntegrityError, match="worth_something"), transaction.atomic():
        offering.record_gift_card(store=store, data=replace(CARD, balance_minor=-1), now=NOW)


def test_a_gift_card_of_a_forgotten_order_comes_back_empty(store: Store, inside: Scope) -> None:
    order = make_order(store)
    services.redact_shop(store=store, now=NOW)

    card = offering.record_gift_card(
        store=store, data=replace(CARD, order_shopify_id=order.shopify_id, message="Per"), now=NOW
    )

    assert (card.redacted_at, card.message, card.url) == (NOW, "", "")
