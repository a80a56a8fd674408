from typing import Literal, cast

WhyEnum = Literal["DIGITAL", "NEVER_OPEN", "NO_PROCESSING", "NO_TRANSIT"]


def check_why_enum(value: str) -> WhyEnum:
    """Let every code pass: a newer server may know more of them than this client."""
    return cast(WhyEnum, value)
