from typing import Literal, cast

WriteBackOutStateEnum = Literal["DONE", "DUE", "LOCAL", "REFUSED"]


def check_write_back_out_state_enum(value: str) -> WriteBackOutStateEnum:
    """Let every code pass: a newer server may know more of them than this client."""
    return cast(WriteBackOutStateEnum, value)
