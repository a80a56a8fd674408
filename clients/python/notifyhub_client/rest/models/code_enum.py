from typing import Literal, cast

CodeEnum = Literal[
    "digital-thanks",
    "first-order",
    "gift-wrap",
    "high-value",
    "late-promise",
    "no-news",
    "pos-quiet",
    "ref-tag",
    "urgent",
    "vip-thanks",
]


def check_code_enum(value: str) -> CodeEnum:
    """Let every code pass: a newer server may know more of them than this client."""
    return cast(CodeEnum, value)
