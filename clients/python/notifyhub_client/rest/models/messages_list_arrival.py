from typing import Literal, cast

MessagesListArrival = Literal[
    "BOUNCED", "BY_MACHINE", "CLICKED", "COMPLAINED", "DELAYED", "DELIVERED", "OPENED"
]


def check_messages_list_arrival(value: str) -> MessagesListArrival:
    """Let every code pass: a newer server may know more of them than this client."""
    return cast(MessagesListArrival, value)
