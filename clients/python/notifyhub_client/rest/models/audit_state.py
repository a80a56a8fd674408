from typing import Literal, cast

AuditState = Literal["BAD", "LOOK", "OK"]


def check_audit_state(value: str) -> AuditState:
    """Let every code pass: a newer server may know more of them than this client."""
    return cast(AuditState, value)
