"""Parcels as Shopify's own variables tell them, where nothing of ours is there."""

from typing import Any

import pytest

from templates_app import sample_parcels
from templates_app.data import NotificationKind as Kind
from tests.templates_app.parcel_mails import (
    CARRIER,
    FIRST,
    SECOND,
    STATUS,
    TELLS_OF_PARCELS,
    THIRD,
    links,
    plain,
    rendered,
)


def without_our_parcels(context: dict[str, Any]) -> dict[str, Any]:
    """As from a program that knows Shopify's variables only."""
    context["notifyhub"].pop("parcels")
    return context


@pytest.mark.parametrize("kind", TELLS_OF_PARCELS)
def test_a_bare_fulfilment_is_told_like_our_parcel(kind: str) -> None:
    context = without_our_parcels(sample_parcels.one_parcel())

    made = rendered(kind, context)

    leads_to = STATUS if kind == Kind.DELIVERED else f"{CARRIER}{FIRST}"
    button = "See your order" if kind == Kind.DELIVERED else "Follow the parcel"
    assert f"Your parcel PostNord {FIRST}" in plain(made.text)
    assert links(made, button) == [leads_to]
    assert "In the parcels Strikkepakke «Vidde» × 1" in plain(made.text)
    assert "no tracking number" not in made.text


def test_a_bare_fulfilment_in_several_boxes_tells_of_each() -> None:
    context = without_our_parcels(sample_parcels.three_parcels())

    text = plain(rendered(Kind.SHIPPING_CONFIRMATION, context).text)

    for place, number in enumerate((FIRST, SECOND, THIRD), start=1):
        assert f"Parcel {place} of 3 PostNord {number}" in text
        assert f"({CARRIER}{number})" in text


def test_a_link_is_never_given_to_another_parcels_number() -> None:
    """Which of three parcels two addresses belong to, Shopify does not say."""
    context = without_our_parcels(sample_parcels.three_parcels())
    context["fulfillment"]["tracking_urls"].pop(0)

    made = rendered(Kind.SHIPPING_CONFIRMATION, context)

    assert links(made, "Follow the parcel") == [STATUS]
    assert CARRIER not in made.html + made.text
    assert all(number in made.text for number in (FIRST, SECOND, THIRD))


def test_a_bare_fulfilments_link_is_only_followed_where_it_is_one() -> None:
    context = without_our_parcels(sample_parcels.one_parcel())
    context["fulfillment"]["tracking_urls"] = ["javascript:alert(1)"]

    made = rendered(Kind.SHIPPING_CONFIRMATION, context)

    assert links(made, "Follow the parcel") == [STATUS]
    assert "javascript" not in made.html + made.text


@pytest.mark.parametrize("numbers", [[], None])
def test_a_bare_fulfilment_without_a_number_says_so(numbers: list[str] | None) -> None:
    context = without_our_parcels(sample_parcels.one_parcel())
    context["fulfillment"] |= {"tracking_numbers": numbers, "tracking_urls": []}

    text = rendered(Kind.SHIPPING_CONFIRMATION, context).text

    assert "There is no tracking number" in text
    assert "Your parcel" not in text


def test_before_anything_left_there_is_no_parcel_to_tell_of() -> None:
    context = without_our_parcels(sample_parcels.one_parcel()) | {"fulfillment": None}

    assert "There is no tracking number" in rendered(Kind.SHIPPING_CONFIRMATION, context).text


def test_our_own_parcels_are_believed_before_the_fulfilment() -> None:
    context = sample_parcels.one_parcel()
    context["fulfillment"] |= {"tracking_numbers": [THIRD], "tracking_urls": [CARRIER + THIRD]}

    made = rendered(Kind.SHIPPING_CONFIRMATION, context)

    assert FIRST in made.text
    assert THIRD not in made.text
