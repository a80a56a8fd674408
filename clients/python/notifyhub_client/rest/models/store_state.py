from typing import Literal, cast

StoreState = Literal["ACTIVE", "PAUSED", "UNINSTALLED"]


def check_store_state(value: str) -> StoreState:
    """Let every code pass: a newer server may know more of them than this client."""
    return cast(StoreState, value)
