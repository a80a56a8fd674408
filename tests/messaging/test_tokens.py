import base64

import pytest
from django.test import override_settings
from hypothesis import given
from hypothesis import strategies as st

from messaging import tokens
from messaging.tokens import Token, TokenKind

ids = st.integers(min_value=0, max_value=2**40)
CLICK = (7, 123_456_789, 11)


@given(store_id=ids, message_id=ids, link_index=st.integers(0, 500))
def test_a_token_says_what_was_signed(store_id: int, message_id: int, link_index: int) -> None:
    opened = tokens.open_token(store_id, message_id)
    clicked = tokens.click_token(store_id, message_id, link_index)

    assert tokens.read_token(opened) == Token(TokenKind.OPEN, store_id, message_id)
    assert tokens.read_token(clicked) == Token(TokenKind.CLICK, store_id, message_id, link_index)


def test_a_token_is_short() -> None:
    assert len(tokens.click_token(*CLICK)) <= 35


def test_every_flipped_bit_is_refused() -> None:
    genuine = tokens.click_token(*CLICK)
    raw = base64.urlsafe_b64decode(genuine + "=" * (-len(genuine) % 4))

    for bit in range(len(raw) * 8):
        forged = bytearray(raw)
        forged[bit // 8] ^= 1 << bit % 8
        text = base64.urlsafe_b64encode(bytes(forged)).rstrip(b"=").decode()
        assert tokens.read_token(text) is None, f"bit {bit}"
    assert tokens.read_token(genuine) is not None


def test_every_changed_character_is_refused() -> None:
    genuine = tokens.click_token(*CLICK)
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_+/=.%é "

    for place in range(len(genuine)):
        for character in alphabet:
            text = genuine[:place] + character + genuine[place + 1 :]
            if text != genuine:
                assert tokens.read_token(text) is None, text


@pytest.mark.parametrize(
    "text", ["", "A", "AA==", "=", "é" * 32, "A" * 10_000, "../etc", "AQ", "A" * 32, "\0" * 32]
)
def test_nonsense_is_refused(text: str) -> None:
    assert tokens.read_token(text) is None


@given(st.text(max_size=80))
def test_any_text_is_read_without_an_error(text: str) -> None:
    assert tokens.read_token(text) is None


def test_a_longer_spelling_of_the_same_numbers_is_refused() -> None:
    genuine = tokens.open_token(7, 9)

    assert tokens.read_token(genuine + "=") is None
    assert tokens.read_token(genuine + "\n") is None


def test_a_token_outlives_the_rotation_of_the_key() -> None:
    with override_settings(SECRET_KEY="old"):
        before = tokens.open_token(7, 9)

    with override_settings(SECRET_KEY="new", SECRET_KEY_FALLBACKS=["old"]):
        assert tokens.read_token(before) == Token(TokenKind.OPEN, 7, 9)
    with override_settings(SECRET_KEY="new", SECRET_KEY_FALLBACKS=[]):
        assert tokens.read_token(before) is None
