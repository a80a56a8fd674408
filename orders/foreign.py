"""Orders that another system than Shopify took: known by what that system calls them.

# Note [Numbers for what Shopify does not know]
Rows, facts and parcels of an order name it and its lines by `shopify_id`. An order from elsewhere
gets a number there too, made of its own id: from 2^62 up, where Shopify's (14 digits so far) never
come. So it is kept once by the constraint that is there, and whoever tells of it again, at the same
moment or later, finds the same row. Of a million orders two would share a number once in ten
million shops.
"""

from hashlib import blake2b
from typing import Final

FIRST: Final = 1 << 62


def number_of(*names: str) -> int:
    """The number of an order by its own id, or of a line by the order's id and its own."""
    digest = blake2b("\0".join(names).encode(), digest_size=8).digest()
    return FIRST | int.from_bytes(digest, "big") >> 2


def is_foreign(shopify_id: int) -> bool:
    """Whether Shopify knows nothing of it."""
    return shopify_id >= FIRST
