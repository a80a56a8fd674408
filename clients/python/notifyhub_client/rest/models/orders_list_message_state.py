from typing import Literal, cast

OrdersListMessageState = Literal[
    "CLAIMED", "FAILED", "HELD", "NOT_SENT", "PLANNED", "SENT", "TRANSMITTING", "UNKNOWN"
]


def check_orders_list_message_state(value: str) -> OrdersListMessageState:
    """Let every code pass: a newer server may know more of them than this client."""
    return cast(OrdersListMessageState, value)
