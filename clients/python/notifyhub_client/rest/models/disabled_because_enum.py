from typing import Literal, cast

DisabledBecauseEnum = Literal["FAILING", "GONE"]


def check_disabled_because_enum(value: str) -> DisabledBecauseEnum:
    """Let every code pass: a newer server may know more of them than this client."""
    return cast(DisabledBecauseEnum, value)
