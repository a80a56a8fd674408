"""The standard library's own answers, whatever the length."""

import hashlib
import hmac

import pytest

from common import hashing

LENGTHS = (0, 1, 2046, 2047, 2048, 2 * 2047, 8_000, hashing.LONG, hashing.LONG + 1, 300_000)


@pytest.mark.parametrize("length", LENGTHS)
def test_it_is_what_the_standard_library_says(length: int) -> None:
    said = bytes(place * 7 % 251 for place in range(length))

    assert hashing.sha256(said) == hashlib.sha256(said).digest()
    for key in (b"", b"k", b"shpss_secret", b"long " * 40):
        assert hashing.mac(key, said) == hmac.digest(key, said, "sha256")
        assert hashing.mac(key, said) == hashing.mac(key, said)  # the kept key is not fed
