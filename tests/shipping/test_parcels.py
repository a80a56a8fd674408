"""Parcels that staff, programs and files add, beside those that Shopify names."""

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from itertools import permutations
from typing import Any

import pytest
from django.db import transaction

from common.errors import DomainError
from orders.models import Activity, ActivityKind, Order
from shipping import parcels, services
from shipping.checking import LinesDoNotMatch, NoReason, NotAParcel, NothingIsSent, OrderIsForgotten
from shipping.models import Parcel
from shipping.parcels import NumberIsTaken, NumberWasReplaced, ParcelIsShopifys
from stores.models import Store
from stores.scope import Scope
from tests.factories import payloads
from tests.factories.parcels import (
    FIRST,
    NOW,
    OTHER,
    SECOND,
    THIRD,
    draft,
    placed_order,
    sent_off,
    so_many,
    tell,
)
from tests.orders.rows import all_rows

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def order(store: Store, inside: Scope) -> Order:
    return placed_order(store)


def add(order: Order, number: str = FIRST, **fields: Any) -> Parcel:
    return parcels.add_parcel(order=order, draft=draft(number, **fields), actor="Mina", now=NOW)


def renumber(parcel: Parcel, number: str, **fields: Any) -> bool:
    return parcels.change_number(
        parcel=parcel, draft=draft(number, **fields), actor="Mina", because="typo", now=LATER
    )


def told(kind: ActivityKind) -> list[dict[str, Any]]:
    return [row.data for row in Activity.objects.filter(kind=kind).order_by("id")]


def test_a_parcel_is_added_before_anything_was_fulfilled(order: Order) -> None:
    parcel = add(order, " 3707 2215 0123\u00a0456789 ", company="Bring", lines=so_many(1))

    assert (parcel.number, parcel.company) == ("3707 2215 0123 456789", "Bring")
    assert (parcel.carrier_ground, parcel.origin) == ("STAFF", "STAFF")
    assert parcel.lines == [{"line": payloads.line()["id"], "quantity": 1}]
    assert parcel.shipped_at == parcel.created_at == NOW
    (fact,) = told(ActivityKind.PARCEL_ADDED)
    assert (fact["number"], fact["direction"]) == (parcel.number, "OUT")


def test_a_parcel_added_twice_is_one(order: Order) -> None:
    first = add(order)

    assert add(order, FIRST.replace("1", "1 ", 1)) == first
    assert Parcel.objects.count() == len(told(ActivityKind.PARCEL_ADDED)) == 1


def test_a_return_may_have_the_number_of_the_parcel_it_sends_back(order: Order) -> None:
    add(order)

    back = add(order, direction="RETURN", lines=so_many(2))

    assert back.direction == "RETURN"
    assert Parcel.objects.count() == 2


@pytest.mark.parametrize(
    ("fields", "refusal"),
    [
        ({"number": " \u200b"}, NotAParcel),
        ({"number": "1" * 101}, NotAParcel),
        ({"url": "javascript:alert(1)"}, NotAParcel),
        ({"url": "https://a b.example/"}, NotAParcel),
        ({"own_carrier_id": 1}, NotAParcel),
        ({"lines": so_many(3)}, LinesDoNotMatch),
        ({"lines": (*so_many(1), *so_many(2))}, LinesDoNotMatch),
        ({"lines": so_many(0)}, LinesDoNotMatch),
        ({"lines": so_many(1, line=7)}, LinesDoNotMatch),
    ],
)
def test_what_is_no_parcel_is_refused_in_words(
    order: Order, fields: dict[str, Any], refusal: type[DomainError]
) -> None:
    with pytest.raises(refusal) as refused:
        parcels.add_parcel(order=order, draft=replace(draft(), **fields), actor="Mina", now=NOW)

    assert str(refused.value).endswith(".")
    assert not Parcel.objects.exists()


def test_what_other_parcels_hold_cannot_be_in_this_one(order: Order) -> None:
    add(order, lines=so_many(1))

    with pytest.raises(LinesDoNotMatch, match="only 1 are left"):
        add(order, SECOND, lines=so_many(2))

    assert add(order, SECOND, lines=so_many(1)).pk
    with pytest.raises(LinesDoNotMatch):
        add(order, THIRD, lines=so_many(1))


def test_digital_goods_have_no_parcel(store: Store, inside: Scope) -> None:
    book = payloads.line(requires_shipping=False)
    order = placed_order(store, line_items=[book], shipping_lines=[])

    with pytest.raises(NothingIsSent):
        add(order)

    assert add(order, direction="RETURN").pk


def test_of_a_mixed_order_only_goods_are_in_a_parcel(store: Store, inside: Scope) -> None:
    lines = [payloads.line(), payloads.line(2, requires_shipping=False)]
    order = placed_order(store, line_items=lines)

    with pytest.raises(LinesDoNotMatch, match="not sent in a parcel"):
        add(order, lines=so_many(1, line=2))

    assert add(order, lines=so_many(1)).pk


def test_a_new_number_keeps_the_row_and_strikes_the_old_one(order: Order) -> None:
    parcel = add(order, company="Bring", url="https://bring.example/1")
    Parcel.objects.update(state="IN_TRANSIT", heard_at=NOW)

    assert renumber(parcel, SECOND) is True

    parcel.refresh_from_db()
    assert (parcel.number, parcel.company, parcel.url) == (SECOND, "Bring", "")
    assert (parcel.state, parcel.heard_at) == ("", None)
    old = {"number": FIRST, "company": "Bring", "url": "https://bring.example/1"}
    assert parcel.former == [{**old, "until": LATER.isoformat(), "by": "STAFF"}]
    (fact,) = told(ActivityKind.PARCEL_CHANGED)
    assert (fact["was"], fact["number"], fact["because"]) == (FIRST, SECOND, "typo")


def test_the_same_number_again_changes_nothing(order: Order) -> None:
    parcel = add(order)
    renumber(parcel, SECOND)

    assert renumber(parcel, SECOND) is False

    parcel.refresh_from_db()
    assert len(parcel.former) == len(told(ActivityKind.PARCEL_CHANGED)) == 1


def test_a_number_that_comes_back_is_struck_no_longer(order: Order) -> None:
    parcel = add(order)
    renumber(parcel, SECOND)

    renumber(parcel, FIRST)

    parcel.refresh_from_db()
    assert [each["number"] for each in parcel.former] == [SECOND]


def test_two_parcels_cannot_get_one_number(order: Order) -> None:
    add(order)
    other = add(order, SECOND)

    with pytest.raises(NumberIsTaken):
        renumber(other, FIRST)


def test_a_parcel_goes_with_a_reason_and_the_timeline_keeps_it(order: Order) -> None:
    parcel = add(order)

    with pytest.raises(NoReason):
        parcels.remove_parcel(parcel=parcel, actor="Mina", because=" ", now=LATER)
    parcels.remove_parcel(parcel=parcel, actor="Mina", because="wrong order", now=LATER)

    assert not Parcel.objects.exists()
    (fact,) = told(ActivityKind.PARCEL_REMOVED)
    assert (fact["number"], fact["because"]) == (FIRST, "wrong order")
    assert len(told(ActivityKind.PARCEL_ADDED)) == 1


def test_what_shopify_names_is_taken_away_there(store: Store, order: Order) -> None:
    sent_off(store, FIRST)

    with pytest.raises(ParcelIsShopifys):
        parcels.remove_parcel(parcel=Parcel.objects.get(), actor="Mina", because="x", now=LATER)


def test_erasure_forgets_numbers_old_and_new(store: Store, order: Order) -> None:
    parcel = add(order)
    renumber(parcel, SECOND)

    services.redact_parcels(store_id=store.pk, order_ids=[order.pk])
    Order.objects.update(redacted_at=NOW)

    parcel.refresh_from_db()
    assert (parcel.number, parcel.url, parcel.former) == ("", "", [])
    with pytest.raises(OrderIsForgotten):
        renumber(parcel, THIRD)


def test_shopifys_word_of_our_number_makes_no_second_parcel(store: Store, order: Order) -> None:
    ours = add(order, company="Svarte bud", lines=so_many(2))

    sent_off(store, FIRST, SECOND)

    first, second = Parcel.objects.order_by("position")
    assert (first.pk, first.public_id, first.origin) == (ours.pk, ours.public_id, "STAFF")
    assert (first.company, first.lines) == ("Svarte bud", ours.lines)
    assert first.fulfilment_id == second.fulfilment_id is not None
    assert (second.number, second.origin, second.company) == (SECOND, "SHOPIFY", "Bring")


def test_our_parcel_stays_when_shopify_names_it_no_longer(store: Store, order: Order) -> None:
    add(order)
    sent_off(store, FIRST, SECOND)

    sent_off(store, SECOND, minutes=70)

    rows = Parcel.objects.order_by("number").values_list(
        "number", "fulfilment__shopify_id", "position"
    )
    assert list(rows) == [(FIRST, None, 0), (SECOND, payloads.FULFILMENT_ID, 0)]


def test_shopify_never_takes_away_what_it_was_never_told_of(store: Store, order: Order) -> None:
    sent_off(store, SECOND)
    add(order)

    sent_off(store, THIRD, minutes=70)

    assert {row.number for row in Parcel.objects.all()} == {FIRST, THIRD}


def test_shopifys_parcel_with_another_number_keeps_its_row(store: Store, order: Order) -> None:
    sent_off(store, FIRST, SECOND)
    first, _ = Parcel.objects.order_by("position")

    sent_off(store, THIRD, SECOND, minutes=70)

    row, other = Parcel.objects.order_by("position")
    assert (row.pk, row.number, other.number, other.former) == (first.pk, THIRD, SECOND, [])
    (old,) = row.former
    assert (old["number"], old["until"], old["by"]) == (
        FIRST,
        (payloads.START + timedelta(minutes=70)).isoformat(),
        "SHOPIFY",
    )


def test_a_number_that_staff_changed_is_not_changed_back_by_shopify(
    store: Store, order: Order
) -> None:
    sent_off(store, FIRST)
    renumber(Parcel.objects.get(), SECOND)

    sent_off(store, FIRST, minutes=70)

    parcel = Parcel.objects.get()
    assert (parcel.number, [each["number"] for each in parcel.former]) == (SECOND, [FIRST])

    sent_off(store, THIRD, minutes=200)

    parcel.refresh_from_db()
    assert (parcel.number, [each["number"] for each in parcel.former]) == (THIRD, [FIRST, SECOND])


def test_two_parcels_that_change_places_keep_their_rows(store: Store, order: Order) -> None:
    sent_off(store, FIRST, SECOND)
    before = dict(Parcel.objects.values_list("number", "pk"))

    sent_off(store, SECOND, FIRST, minutes=70)

    assert dict(Parcel.objects.values_list("number", "pk")) == before
    assert [row.number for row in Parcel.objects.order_by("position")] == [SECOND, FIRST]
    assert not any(row.former for row in Parcel.objects.all())


SNAPSHOTS: list[tuple[int, list[str]]] = [
    (60, [FIRST]),
    (70, [SECOND]),
    (80, [SECOND, FIRST]),
    (90, [THIRD, SECOND]),
]


# Of a parcel that is ours alone again, the times are those that were said last.
WHEN = ("created_at", "changed_at", "shipped_at")


class _RollBack(Exception):
    pass


def _rows_after(deeds: list[Callable[[], object]]) -> Any:
    found: Any = None
    try:
        with transaction.atomic():
            for deed in deeds:
                deed()
            found = {
                each["number"]: {name: each[name] for name in each if name not in WHEN}
                for each in all_rows("shipping")["Parcel"]
            }
            raise _RollBack
    except _RollBack:
        return found


@pytest.mark.parametrize("numbers", [[], [SECOND], [THIRD, OTHER]])
def test_any_order_of_snapshots_and_our_own_parcels_ends_in_the_same_rows(
    store: Store, order: Order, numbers: list[str]
) -> None:
    deeds: list[Callable[[], object]] = [
        lambda at=at, said=said: sent_off(store, *said, minutes=at)  # type: ignore[misc]  # bound now
        for at, said in SNAPSHOTS
    ]
    deeds += [
        lambda number=number: add(order, number, company="Svarte bud")  # type: ignore[misc]  # bound now
        for number in numbers
    ]
    expected = _rows_after(deeds)

    arrivals = list(permutations(deeds))
    for arrival in random.Random(3).sample(arrivals, 24):
        assert _rows_after(list(arrival)) == expected


def test_a_number_that_was_replaced_is_not_added_again(store: Store, order: Order) -> None:
    sent_off(store, FIRST)
    sent_off(store, SECOND, minutes=70)

    with pytest.raises(NumberWasReplaced, match=SECOND):
        add(order)

    assert Parcel.objects.count() == 1


def test_older_numbers_are_told_whenever_they_come(store: Store, order: Order) -> None:
    for at in (90, 70, 80, 60):
        sent_off(store, *dict(SNAPSHOTS)[at], minutes=at)

    third, second = Parcel.objects.order_by("position")
    assert [each["number"] for each in third.former] == []
    assert [each["number"] for each in second.former] == [FIRST]


def test_a_stub_bears_a_parcel(store: Store, inside: Scope) -> None:
    tell(store, "fulfillments/create", payloads.fulfilment(tracking_numbers=[]))

    assert add(Order.objects.get()).number == FIRST
