from typing import Literal, cast

ParcelsListDirection = Literal["OUT", "RETURN"]


def check_parcels_list_direction(value: str) -> ParcelsListDirection:
    """Let every code pass: a newer server may know more of them than this client."""
    return cast(ParcelsListDirection, value)
