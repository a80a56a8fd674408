from typing import Literal, cast

BuyerRequestOutStateEnum = Literal["DONE", "OPEN", "REFUSED"]


def check_buyer_request_out_state_enum(value: str) -> BuyerRequestOutStateEnum:
    """Let every code pass: a newer server may know more of them than this client."""
    return cast(BuyerRequestOutStateEnum, value)
