from typing import Literal, cast

BackfillOutStateEnum = Literal[
    "ASKING", "CANCELLED", "COMPLETING", "DONE", "FAILED", "PAUSED", "READING", "WAITING"
]


def check_backfill_out_state_enum(value: str) -> BackfillOutStateEnum:
    """Let every code pass: a newer server may know more of them than this client."""
    return cast(BackfillOutStateEnum, value)
