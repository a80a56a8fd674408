from typing import Literal, cast

DeliveryMethodEnum = Literal["LOCAL", "NONE", "PICKUP", "SHIPPING"]


def check_delivery_method_enum(value: str) -> DeliveryMethodEnum:
    """Let every code pass: a newer server may know more of them than this client."""
    return cast(DeliveryMethodEnum, value)
