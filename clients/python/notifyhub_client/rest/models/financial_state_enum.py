from typing import Literal, cast

FinancialStateEnum = Literal[
    "AUTHORIZED", "PAID", "PARTIALLY_PAID", "PARTIALLY_REFUNDED", "PENDING", "REFUNDED", "VOIDED"
]


def check_financial_state_enum(value: str) -> FinancialStateEnum:
    """Let every code pass: a newer server may know more of them than this client."""
    return cast(FinancialStateEnum, value)
