from typing import Literal, cast

VerdictEnum = Literal["ACT", "GOOD", "LOOK", "UNKNOWN"]


def check_verdict_enum(value: str) -> VerdictEnum:
    """Let every code pass: a newer server may know more of them than this client."""
    return cast(VerdictEnum, value)
