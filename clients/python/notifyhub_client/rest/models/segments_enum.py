from typing import Literal, cast

SegmentsEnum = Literal["locale", "market", "returning", "value"]


def check_segments_enum(value: str) -> SegmentsEnum:
    """Let every code pass: a newer server may know more of them than this client."""
    return cast(SegmentsEnum, value)
