"""An e-mail address corrected by a person outlives the typo that Shopify goes on telling."""

from datetime import timedelta
from typing import Any

from intake.parsing.buying import parse_order
from orders import correcting, services
from orders.models import Activity, ActivityKind, Customer, Order
from stores.models import Store
from stores.scope import Scope
from tests.factories import payloads

NOW = payloads.START + timedelta(days=1)
TYPO, RIGHT = "kari@gnail.com", "kari@gmail.com"


def record(store: Store, **fields: Any) -> Order:
    data = parse_order(payloads.order(**fields))
    return Order.objects.get(pk=services.record_order(store=store, data=data, now=NOW).pk)


def correct(order: Order, email: str = RIGHT, **fields: Any) -> bool:
    told = {"actor": "Jonas Berg", "because": "by phone", "now": NOW, **fields}
    return correcting.correct_email(order=order, email=email, **told)


def test_a_webhook_that_repeats_the_typo_leaves_the_correction(store: Store, inside: Scope) -> None:
    order = record(store, email=TYPO)
    assert correct(order)

    again = record(store, email=TYPO, updated_at=payloads.at(10), note="changed")

    assert (again.email, again.shopify_email, again.customer_note) == (RIGHT, TYPO, "changed")


def test_a_newer_change_in_shopify_wins(store: Store, inside: Scope) -> None:
    correct(record(store, email=TYPO))

    changed = record(store, email="kari@work.example", updated_at=payloads.at(10))
    back = record(store, email=TYPO, updated_at=payloads.at(20))

    assert (changed.email, changed.shopify_email) == ("kari@work.example", None)
    assert (back.email, back.shopify_email) == (TYPO, None)


def test_an_older_change_in_shopify_does_not(store: Store, inside: Scope) -> None:
    correct(record(store, email=TYPO, updated_at=payloads.at(20)))

    late = record(store, email="older@example.com", updated_at=payloads.at(10))

    assert (late.email, late.shopify_email) == (RIGHT, TYPO)


def test_once_shopify_says_the_same_nothing_is_corrected_any_more(
    store: Store, inside: Scope
) -> None:
    correct(record(store, email=TYPO))

    told = record(store, email=RIGHT, updated_at=payloads.at(10))

    assert (told.email, told.shopify_email) == (RIGHT, None)


def test_an_address_entered_where_shopify_has_none_stays(store: Store, inside: Scope) -> None:
    assert correct(record(store, email="", contact_email=""))

    again = record(store, email="", contact_email="", updated_at=payloads.at(10))

    assert (again.email, again.shopify_email) == (RIGHT, "")


def test_a_second_correction_remembers_what_shopify_said(store: Store, inside: Scope) -> None:
    order = record(store, email=TYPO)
    correct(order, "kari@gmial.com")

    assert correct(order)
    assert not correct(order, RIGHT.upper())
    assert (order.email, order.shopify_email) == (RIGHT, TYPO)
    assert correct(order, TYPO)
    assert (order.email, order.shopify_email) == (TYPO, None)


def test_the_customers_next_order_is_corrected_as_it_comes(store: Store, inside: Scope) -> None:
    mistyped = payloads.customer(email=TYPO)
    correct(record(store, email=TYPO, customer=mistyped), is_customers=True)

    other = payloads.order(email=TYPO, customer=mistyped)
    fields = {
        "id": 4711,
        "admin_graphql_api_id": None,
        "name": "#1002",
        "updated_at": other["updated_at"],
    }
    following = record(store, email=TYPO, customer=mistyped, **fields)

    assert (following.email, following.shopify_email) == (RIGHT, TYPO)
    customer = Customer.objects.get()
    assert (customer.email, customer.shopify_email) == (RIGHT, TYPO)


def test_the_feed_tells_who_and_why(store: Store, inside: Scope) -> None:
    correct(record(store, email=TYPO))

    told = Activity.objects.get(kind=ActivityKind.ADDRESS_CORRECTED)

    assert told.actor == "Jonas Berg"
    assert told.data == {"was": TYPO, "now": RIGHT, "because": "by phone", "is_customers": False}


def test_erasure_forgets_both_addresses(store: Store, inside: Scope) -> None:
    order = record(store, email=TYPO)
    correct(order, is_customers=True)

    services.redact_shop(store=store, now=NOW)

    order.refresh_from_db()
    assert (order.email, order.shopify_email) == ("", None)
    assert not correct(order)
    told = Activity.objects.get(kind=ActivityKind.ADDRESS_CORRECTED)
    assert told.data == {"redacted": True}  # of numbers and codes it had none
