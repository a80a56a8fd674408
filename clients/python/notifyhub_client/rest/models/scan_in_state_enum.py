from typing import Literal, cast

ScanInStateEnum = Literal[
    "ATTEMPTED_DELIVERY",
    "CARRIER_PICKED_UP",
    "CONFIRMED",
    "DELAYED",
    "DELIVERED",
    "EXCEPTION",
    "FAILURE",
    "IN_TRANSIT",
    "LABEL_PRINTED",
    "LABEL_PURCHASED",
    "OUT_FOR_DELIVERY",
    "READY_FOR_PICKUP",
    "RETURNED",
    "RETURNING",
]


def check_scan_in_state_enum(value: str) -> ScanInStateEnum:
    """Let every code pass: a newer server may know more of them than this client."""
    return cast(ScanInStateEnum, value)
