from typing import Literal, cast

DirectionEnum = Literal["OUT", "RETURN"]


def check_direction_enum(value: str) -> DirectionEnum:
    """Let every code pass: a newer server may know more of them than this client."""
    return cast(DirectionEnum, value)
