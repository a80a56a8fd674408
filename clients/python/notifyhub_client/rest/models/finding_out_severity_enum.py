from typing import Literal, cast

FindingOutSeverityEnum = Literal["ERROR", "HINT", "WARNING"]


def check_finding_out_severity_enum(value: str) -> FindingOutSeverityEnum:
    """Let every code pass: a newer server may know more of them than this client."""
    return cast(FindingOutSeverityEnum, value)
