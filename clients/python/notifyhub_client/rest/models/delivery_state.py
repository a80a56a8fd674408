from typing import Literal, cast

DeliveryState = Literal["CLAIMED", "DELIVERED", "FAILED", "SKIPPED", "WAITING"]


def check_delivery_state(value: str) -> DeliveryState:
    """Let every code pass: a newer server may know more of them than this client."""
    return cast(DeliveryState, value)
