from typing import Literal, cast

RolloutRowOutStateEnum = Literal[
    "CANCELLED", "DONE", "PAUSED", "ROLLED_BACK", "ROLLING_BACK", "RUNNING"
]


def check_rollout_row_out_state_enum(value: str) -> RolloutRowOutStateEnum:
    """Let every code pass: a newer server may know more of them than this client."""
    return cast(RolloutRowOutStateEnum, value)
