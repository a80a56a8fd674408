from typing import Literal, cast

VerdictOutOutcomeEnum = Literal["CONTROL", "LIKELIER", "NOT_SHOWN", "UNDECIDED", "WINNER"]


def check_verdict_out_outcome_enum(value: str) -> VerdictOutOutcomeEnum:
    """Let every code pass: a newer server may know more of them than this client."""
    return cast(VerdictOutOutcomeEnum, value)
