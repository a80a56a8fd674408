"""Somebody who was asked in, marked."""

from datetime import datetime, timedelta

from stores.models import Agency, Invitation
from stores.roles import Role
from stores.scope import every_store


def asked_in(agency: Agency, mark: str, now: datetime) -> Invitation:
    with every_store(because="a test asks somebody in"):
        return Invitation.objects.create(
            agency=agency,
            email=f"guest-{mark}@example.com",
            name=f"Guest {mark}",
            role=Role.SUPPORT,
            invited_by=f"Somebody {mark}",
            token_hash=mark.encode(),
            created_at=now,
            sent_at=now,
            expires_at=now + timedelta(days=7),
        )
