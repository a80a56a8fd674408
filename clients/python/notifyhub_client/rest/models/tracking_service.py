from typing import Literal, cast

TrackingService = Literal["AFTERSHIP", "EASYPOST"]


def check_tracking_service(value: str) -> TrackingService:
    """Let every code pass: a newer server may know more of them than this client."""
    return cast(TrackingService, value)
