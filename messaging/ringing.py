"""The bells for messages that were just planned."""

from common import jobs
from messaging.states import Lane


def ring(lane: int) -> None:
    """After the commit, have somebody look; for orders and parcels also who serves only those."""
    jobs.defer("messaging.send_due")
    if lane < Lane.MARKETING:
        jobs.defer("messaging.send_urgent")
