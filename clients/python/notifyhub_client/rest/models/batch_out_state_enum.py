from typing import Literal, cast

BatchOutStateEnum = Literal["CANCELLED", "DONE", "RUNNING", "SETTLING"]


def check_batch_out_state_enum(value: str) -> BatchOutStateEnum:
    """Let every code pass: a newer server may know more of them than this client."""
    return cast(BatchOutStateEnum, value)
