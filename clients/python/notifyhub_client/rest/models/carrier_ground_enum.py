from typing import Literal, cast

CarrierGroundEnum = Literal["NUMBER", "SHOPIFY", "STAFF"]


def check_carrier_ground_enum(value: str) -> CarrierGroundEnum:
    """Let every code pass: a newer server may know more of them than this client."""
    return cast(CarrierGroundEnum, value)
