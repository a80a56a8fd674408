from typing import Literal, cast

SuppressionOutCauseEnum = Literal["COMPLAINT", "HARD_BOUNCE", "OPT_OUT", "STAFF", "STOP"]


def check_suppression_out_cause_enum(value: str) -> SuppressionOutCauseEnum:
    """Let every code pass: a newer server may know more of them than this client."""
    return cast(SuppressionOutCauseEnum, value)
