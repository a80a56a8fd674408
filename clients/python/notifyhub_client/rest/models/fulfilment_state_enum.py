from typing import Literal, cast

FulfilmentStateEnum = Literal["FULFILLED", "PARTIAL"]


def check_fulfilment_state_enum(value: str) -> FulfilmentStateEnum:
    """Let every code pass: a newer server may know more of them than this client."""
    return cast(FulfilmentStateEnum, value)
