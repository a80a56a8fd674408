from typing import Literal, cast

RescueCasesListCause = Literal["BOUNCED", "COMPLAINED", "MISTYPED"]


def check_rescue_cases_list_cause(value: str) -> RescueCasesListCause:
    """Let every code pass: a newer server may know more of them than this client."""
    return cast(RescueCasesListCause, value)
