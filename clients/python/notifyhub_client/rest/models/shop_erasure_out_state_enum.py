from typing import Literal, cast

ShopErasureOutStateEnum = Literal["DONE", "FAILED", "WAITING"]


def check_shop_erasure_out_state_enum(value: str) -> ShopErasureOutStateEnum:
    """Let every code pass: a newer server may know more of them than this client."""
    return cast(ShopErasureOutStateEnum, value)
