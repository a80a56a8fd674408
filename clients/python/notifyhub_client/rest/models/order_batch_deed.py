from typing import Literal, cast

OrderBatchDeed = Literal["ARCHIVE", "UNARCHIVE"]


def check_order_batch_deed(value: str) -> OrderBatchDeed:
    """Let every code pass: a newer server may know more of them than this client."""
    return cast(OrderBatchDeed, value)
