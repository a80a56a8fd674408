from typing import Literal, cast

ImportLineState = Literal["ADDED", "BAD", "KNOWN", "REFUSED", "WAITING"]


def check_import_line_state(value: str) -> ImportLineState:
    """Let every code pass: a newer server may know more of them than this client."""
    return cast(ImportLineState, value)
