from typing import Literal, cast

RolloutMailOutStateEnum = Literal[
    "DONE", "KEPT", "REFUSED", "SKIPPED", "UNCHANGED", "UNDONE", "WAITING"
]


def check_rollout_mail_out_state_enum(value: str) -> RolloutMailOutStateEnum:
    """Let every code pass: a newer server may know more of them than this client."""
    return cast(RolloutMailOutStateEnum, value)
