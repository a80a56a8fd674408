from typing import Literal, cast

InvitationStanding = Literal["REVOKED", "TAKEN", "TOO_OLD", "WAITS"]


def check_invitation_standing(value: str) -> InvitationStanding:
    """Let every code pass: a newer server may know more of them than this client."""
    return cast(InvitationStanding, value)
