from typing import Literal, cast

AgeEnum = Literal["0-1", "1-3", "3-7", "7-"]


def check_age_enum(value: str) -> AgeEnum:
    """Let every code pass: a newer server may know more of them than this client."""
    return cast(AgeEnum, value)
