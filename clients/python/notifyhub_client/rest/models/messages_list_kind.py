from typing import Literal, cast

MessagesListKind = Literal[
    "ABANDONED_CHECKOUT",
    "ADDRESS_CHECK",
    "DELAYED",
    "DELIVERED",
    "DRAFT_ORDER_INVOICE",
    "GIFT_CARD",
    "NO_NEWS",
    "ORDER_CANCELLED",
    "ORDER_CONFIRMATION",
    "ORDER_EDITED",
    "ORDER_REFUND",
    "OUT_FOR_DELIVERY",
    "POS_RECEIPT",
    "READY_FOR_PICKUP",
    "REVIEW_REQUEST",
    "SHIPPING_CONFIRMATION",
    "SHIPPING_UPDATE",
    "STAFF_NEW_ORDER",
    "THANK_YOU",
]


def check_messages_list_kind(value: str) -> MessagesListKind:
    """Let every code pass: a newer server may know more of them than this client."""
    return cast(MessagesListKind, value)
