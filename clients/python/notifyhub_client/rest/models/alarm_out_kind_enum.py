from typing import Literal, cast

AlarmOutKindEnum = Literal[
    "EXCEPTION", "LATE", "NOT_SCANNED", "NOT_SENT", "RETURNING", "SILENCE", "STALLED"
]


def check_alarm_out_kind_enum(value: str) -> AlarmOutKindEnum:
    """Let every code pass: a newer server may know more of them than this client."""
    return cast(AlarmOutKindEnum, value)
