"""Who gets which arm: a hash decides, so that anybody can work it out again; knows no rows."""

import hashlib
from collections.abc import Sequence
from typing import Final

BUCKETS: Final = 10_000
_BYTES: Final = 8


def _digest(salt: str, unit: str) -> bytes:
    return hashlib.blake2b(f"{salt}:{unit}".encode(), digest_size=_BYTES).digest()


def bucket_of(salt: str, unit: str) -> int:
    """The place of a unit among the 10,000 of a salt; other salts place it independently."""
    return int.from_bytes(_digest(salt, unit)) * BUCKETS >> 8 * _BYTES


def unit_hash(salt: str, unit: str) -> int:
    """The unit as Postgres keeps it (a signed bigint): tells nobody who it is."""
    return int.from_bytes(_digest(salt, unit), signed=True)


def arm_of(bucket: int, weights_bp: Sequence[int]) -> int:
    """The number of the arm that owns a bucket, arms lying side by side in their order."""
    upper = 0
    for number, weight in enumerate(weights_bp):
        upper += weight
        if bucket < upper:
            return number
    message = f"weights {list(weights_bp)} leave bucket {bucket} to nobody"
    raise ValueError(message)


def is_covered(bucket: int, lower: int, coverage_bp: int) -> bool:
    """Whether a bucket of the layer lies in the part of the test's range that is in use."""
    return lower <= bucket < lower + coverage_bp
