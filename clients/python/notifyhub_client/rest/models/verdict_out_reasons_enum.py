from typing import Literal, cast

VerdictOutReasonsEnum = Literal[
    "AFTER_PLAN",
    "BETWEEN_LOOKS",
    "HARMED",
    "NO_PROOF",
    "TOO_FEW_CONVERSIONS",
    "TOO_FEW_DAYS",
    "TOO_FEW_UNITS",
    "UNEVEN",
    "UNSURE",
]


def check_verdict_out_reasons_enum(value: str) -> VerdictOutReasonsEnum:
    """Let every code pass: a newer server may know more of them than this client."""
    return cast(VerdictOutReasonsEnum, value)
