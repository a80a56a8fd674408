from typing import Literal, cast

AlertSeverity = Literal["BAD", "WARN"]


def check_alert_severity(value: str) -> AlertSeverity:
    """Let every code pass: a newer server may know more of them than this client."""
    return cast(AlertSeverity, value)
