from typing import Literal, cast

StepOutStepEnum = Literal["DOMAIN", "NATIVE", "ORDERS", "SENDER", "SENT", "WORDS"]


def check_step_out_step_enum(value: str) -> StepOutStepEnum:
    """Let every code pass: a newer server may know more of them than this client."""
    return cast(StepOutStepEnum, value)
