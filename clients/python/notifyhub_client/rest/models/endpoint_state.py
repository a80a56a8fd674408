from typing import Literal, cast

EndpointState = Literal["ACTIVE", "DISABLED", "PAUSED"]


def check_endpoint_state(value: str) -> EndpointState:
    """Let every code pass: a newer server may know more of them than this client."""
    return cast(EndpointState, value)
