from typing import Literal, cast

AlertRhythm = Literal["AT_ONCE", "DIGEST"]


def check_alert_rhythm(value: str) -> AlertRhythm:
    """Let every code pass: a newer server may know more of them than this client."""
    return cast(AlertRhythm, value)
