from typing import Literal, cast

BuyerRequestOutKindEnum = Literal["ADDRESS", "PROBLEM", "RETURN"]


def check_buyer_request_out_kind_enum(value: str) -> BuyerRequestOutKindEnum:
    """Let every code pass: a newer server may know more of them than this client."""
    return cast(BuyerRequestOutKindEnum, value)
