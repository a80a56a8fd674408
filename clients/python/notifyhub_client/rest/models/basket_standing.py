from typing import Literal, cast

BasketStanding = Literal["BEGUN", "BOUGHT", "BOUGHT_AFTER", "ERASED", "LEFT", "REMINDED"]


def check_basket_standing(value: str) -> BasketStanding:
    """Let every code pass: a newer server may know more of them than this client."""
    return cast(BasketStanding, value)
