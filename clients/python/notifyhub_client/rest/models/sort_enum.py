from typing import Literal, cast

SortEnum = Literal["BASKETS", "EXPORTS", "ORDERS", "WEBHOOKS", "WORDS"]


def check_sort_enum(value: str) -> SortEnum:
    """Let every code pass: a newer server may know more of them than this client."""
    return cast(SortEnum, value)
