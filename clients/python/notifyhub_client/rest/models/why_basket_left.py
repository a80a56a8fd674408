from typing import Literal, cast

WhyBasketLeft = Literal[
    "DELIVERY_TIME",
    "ELSEWHERE",
    "JUST_LOOKING",
    "OTHER",
    "PAYMENT",
    "PRICE",
    "SHIPPING_COST",
    "TROUBLE",
    "UNSURE",
]


def check_why_basket_left(value: str) -> WhyBasketLeft:
    """Let every code pass: a newer server may know more of them than this client."""
    return cast(WhyBasketLeft, value)
