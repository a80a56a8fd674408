from typing import Literal, cast

StatusEnum = Literal["OK", "REFUSED"]


def check_status_enum(value: str) -> StatusEnum:
    """Let every code pass: a newer server may know more of them than this client."""
    return cast(StatusEnum, value)
