from typing import Literal, cast

WayEnum = Literal["BOLDER", "FEWER_ARMS", "PLANNED", "POOL"]


def check_way_enum(value: str) -> WayEnum:
    """Let every code pass: a newer server may know more of them than this client."""
    return cast(WayEnum, value)
