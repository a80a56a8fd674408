from typing import Literal, cast

MessagesListChannel = Literal["EMAIL", "PUSH", "SMS"]


def check_messages_list_channel(value: str) -> MessagesListChannel:
    """Let every code pass: a newer server may know more of them than this client."""
    return cast(MessagesListChannel, value)
