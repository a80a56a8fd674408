from typing import Literal, cast

RecordedChangeOutDeedEnum = Literal["ADDED", "CHANGED", "REMOVED"]


def check_recorded_change_out_deed_enum(value: str) -> RecordedChangeOutDeedEnum:
    """Let every code pass: a newer server may know more of them than this client."""
    return cast(RecordedChangeOutDeedEnum, value)
