from typing import Literal, cast

ProcessingTimesListLevel = Literal["COLLECTION", "PRODUCT", "STORE", "VARIANT", "VENDOR"]


def check_processing_times_list_level(value: str) -> ProcessingTimesListLevel:
    """Let every code pass: a newer server may know more of them than this client."""
    return cast(ProcessingTimesListLevel, value)
