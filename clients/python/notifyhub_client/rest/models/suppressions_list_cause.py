from typing import Literal, cast

SuppressionsListCause = Literal["COMPLAINT", "HARD_BOUNCE", "OPT_OUT", "STAFF", "STOP"]


def check_suppressions_list_cause(value: str) -> SuppressionsListCause:
    """Let every code pass: a newer server may know more of them than this client."""
    return cast(SuppressionsListCause, value)
