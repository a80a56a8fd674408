"""Orders and other things nobody bought: what previews show and publishing tries, for each kind."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, Final

from templates_app import sample_changes, sample_parcels, sample_sales
from templates_app.data import NotificationKind as Kind
from templates_app.sample_orders import (
    SAMPLE_CODE,
    Sample,
    digital,
    line,
    long_words,
    no_decimals,
    order,
    pickup,
    plain,
    rich,
    right_to_left,
    three_decimals,
)

__all__ = [
    "SAMPLES",
    "SAMPLE_CODE",
    "Sample",
    "dressed",
    "for_kind",
    "line",
    "order",
    "plain",
    "rich",
]

Samples = Mapping[str, Callable[[], Sample]]

SAMPLES: Final[dict[str, Callable[[], Sample]]] = {
    "plain": plain,
    "rich": rich,
    "right_to_left": right_to_left,
    "three_decimals": three_decimals,
    "no_decimals": no_decimals,
    "long_words": long_words,
    "pickup": pickup,
    "digital": digital,
}

_OF_PARCELS: Final[Samples] = {
    "plain": sample_parcels.one_parcel,
    "several": sample_parcels.three_parcels,
    "partly": sample_parcels.first_of_two,
    "without_number": sample_parcels.without_number,
    "right_to_left": sample_parcels.right_to_left,
}
_BY_KIND: Final[dict[str, Samples]] = {
    Kind.ORDER_CONFIRMATION: SAMPLES,
    Kind.ORDER_EDITED: {
        "plain": sample_changes.edited,
        "removed": sample_changes.edited_less,
    },
    Kind.ORDER_CANCELLED: {
        "plain": sample_changes.cancelled,
        "unpaid": sample_changes.cancelled_unpaid,
    },
    Kind.ORDER_REFUND: {
        "plain": sample_changes.refunded,
        "whole": sample_changes.refunded_whole,
    },
    Kind.SHIPPING_CONFIRMATION: _OF_PARCELS,
    Kind.SHIPPING_UPDATE: {
        "plain": sample_parcels.new_number,
        "several": sample_parcels.three_parcels,
    },
    Kind.OUT_FOR_DELIVERY: {
        "plain": partial(sample_parcels.one_parcel, "out_for_delivery"),
        "several": partial(sample_parcels.three_parcels, "out_for_delivery"),
    },
    Kind.DELIVERED: {
        "plain": partial(sample_parcels.one_parcel, "delivered"),
        "several": partial(sample_parcels.three_parcels, "delivered"),
    },
    Kind.DELAYED: {
        "plain": sample_parcels.delayed,
        "not_shipped": sample_parcels.delayed_before_shipping,
    },
    Kind.NO_NEWS: {
        "plain": plain,
        "shipped": sample_parcels.one_parcel,
    },
    Kind.READY_FOR_PICKUP: {
        "plain": sample_parcels.ready_for_pickup,
        "unpaid": partial(sample_parcels.ready_for_pickup, is_paid=False),
    },
    Kind.ABANDONED_CHECKOUT: {
        "plain": sample_sales.checkout,
        "discounted": sample_sales.checkout_discounted,
        "nameless": sample_sales.checkout_nameless,
    },
    Kind.DRAFT_ORDER_INVOICE: {
        "plain": sample_sales.draft,
        "terms": sample_sales.draft_on_terms,
    },
    Kind.GIFT_CARD: {
        "plain": sample_sales.gift_card,
        "for_somebody": sample_sales.gift_card_for_somebody,
    },
    Kind.POS_RECEIPT: {
        "plain": sample_sales.receipt,
        "nameless": partial(sample_sales.receipt, is_named=False),
    },
    Kind.STAFF_NEW_ORDER: {
        "plain": sample_sales.staff_order,
        "risky": partial(sample_sales.staff_order, is_risky=True),
    },
    Kind.REVIEW_REQUEST: {
        "plain": sample_parcels.review_request,
        "right_to_left": sample_parcels.review_request_from_the_right,
    },
    Kind.ADDRESS_CHECK: {
        "plain": sample_parcels.address_check,
        "right_to_left": right_to_left,
    },
    Kind.THANK_YOU: {
        "plain": lambda: sample_parcels.to_one_who_agreed(plain()),
        "right_to_left": lambda: sample_parcels.to_one_who_agreed(right_to_left()),
    },
}


def for_kind(kind: str) -> Samples:
    """The samples of a kind by name, the everyday one first; each call of one makes it anew."""
    return {name: partial(_told, kind, make) for name, make in _BY_KIND[kind].items()}


def _told(kind: str, make: Callable[[], Sample]) -> Sample:
    sample = make()
    sample["notifyhub"]["kind"] = str(kind)
    return sample


def dressed(sample: Sample, brand: Mapping[str, Any]) -> Sample:
    """The same order in that brand, at the shop it names; as it is where there is no brand."""
    if not brand:
        return sample
    shop = {**sample["shop"], "name": brand.get("name") or sample["shop"]["name"]}
    ours = {**sample.get("notifyhub", {}), "brand": dict(brand)}
    return {**sample, "shop": shop, "notifyhub": ours}
