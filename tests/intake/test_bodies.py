import contextlib
import json
from collections.abc import Iterator
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.bodies import Unreadable, read_body

json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**70), 2**70) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (b"", "empty"),
        (b"   ", "not JSON"),
        (b"<html>", "not JSON"),
        (b'{"a": 1', "not JSON"),
        (b'{"a": 1} trailing', "not JSON"),
        (b"[1, 2]", "not a JSON object"),
        (b"null", "not a JSON object"),
        (b'"text"', "not a JSON object"),
        (b'{"a": NaN}', "NaN"),
        (b'{"a": -Infinity}', "Infinity"),
        (b'{"a": 1e999999}', "beyond all measure"),
        (b'{"a": 1, "a": 2}', "twice"),
        (b'{"a": {"b": 1, "b": 1}}', "twice"),
        (b'{"a": "\xff"}', "UTF-8"),
        ('{"a": "å"}'.encode("latin-1"), "UTF-8"),
        ('{"a": 1}'.encode("utf-16"), "UTF-8"),
        (b'{"a": ' + b"9" * 5000 + b"}", "not JSON"),
        (b"[" * 100_000, "deep"),
        (b'{"a":' * 100_000, "deep"),
        (b'{"a":' + b"[" * 200 + b"]" * 200 + b"}", "deep"),
    ],
)
def test_what_cannot_be_read_says_why(body: bytes, why: str) -> None:
    with pytest.raises(Unreadable, match=why):
        read_body(body)


def test_a_byte_order_mark_is_no_harm() -> None:
    assert read_body(b'\xef\xbb\xbf{"a": 1}') == {"a": 1}


def test_what_postgres_cannot_hold_is_replaced() -> None:
    body = (
        rb'{"na\u0000me": "a\u0000b", "lone": "\ud83e", "pair": "\ud83e\uded0", "in": ["\u0000"]}'
    )

    assert read_body(body) == {
        "na\ufffdme": "a\ufffdb",
        "lone": "\ufffd",
        "pair": "🫐",
        "in": ["\ufffd"],
    }


def test_amounts_given_as_numbers_stay_exact() -> None:
    assert read_body(b'{"price": 0.1, "id": 9223372036854775807}') == {
        "price": Decimal("0.1"),
        "id": 2**63 - 1,
    }


def texts_in(value: object) -> Iterator[str]:
    """Every text of a body, keys too."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield key
            yield from texts_in(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from texts_in(inner)


@given(st.dictionaries(st.text(), json_values, max_size=5))
def test_any_object_is_read_into_storable_text(value: dict[str, object]) -> None:
    read = read_body(json.dumps(value).encode())

    for text in texts_in(read):
        assert "\0" not in text  # Postgres refuses it
        assert text.encode().decode() == text  # no half of a surrogate pair


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_clearly_refused(body: bytes) -> None:
    with contextlib.suppress(Unreadable):
        assert isinstance(read_body(body), dict)
