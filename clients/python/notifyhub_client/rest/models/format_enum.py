from typing import Literal, cast

FormatEnum = Literal["JPEG", "PNG"]


def check_format_enum(value: str) -> FormatEnum:
    """Let every code pass: a newer server may know more of them than this client."""
    return cast(FormatEnum, value)
