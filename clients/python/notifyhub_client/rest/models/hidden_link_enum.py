from typing import Literal, cast

HiddenLinkEnum = Literal["ALWAYS", "GATEWAYS", "NEVER"]


def check_hidden_link_enum(value: str) -> HiddenLinkEnum:
    """Let every code pass: a newer server may know more of them than this client."""
    return cast(HiddenLinkEnum, value)
