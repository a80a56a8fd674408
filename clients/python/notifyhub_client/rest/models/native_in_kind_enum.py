from typing import Literal, cast

NativeInKindEnum = Literal[
    "ABANDONED_CHECKOUT",
    "DELAYED",
    "DELIVERED",
    "NO_NEWS",
    "ORDER_CANCELLED",
    "ORDER_CONFIRMATION",
    "ORDER_REFUND",
    "OUT_FOR_DELIVERY",
    "READY_FOR_PICKUP",
    "SHIPPING_CONFIRMATION",
    "SHIPPING_UPDATE",
]


def check_native_in_kind_enum(value: str) -> NativeInKindEnum:
    """Let every code pass: a newer server may know more of them than this client."""
    return cast(NativeInKindEnum, value)
