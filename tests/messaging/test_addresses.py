"""Addresses and names as an envelope spells them: the quick way and the library say the same."""

import unicodedata
from email.headerregistry import Address

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from messaging import addresses, envelope
from messaging.addresses import mailable, one_line

ODD = (
    "kari@example.com", "Kari@EXAMPLE.com", "kari.n+x@mail.example.co.uk", "kari..n@example.com",
    ".kari@example.com", "kari.@example.com", "kari@localhost", "kari@example", "kari@ex_ample.com",
    "kari@-example.com", "kari@[127.0.0.1]", "kari@blåbær.no", "kåre@example.com", "a@b@c.no", "",
    '"kari n"@example.com', "kari@example.com ", "kari@xn--blbr-roah.no", "o'hara@example.com",
    "a" * 64 + "@example.com", "a" * 65 + "@example.com", f"a@{'b' * 63}.no", f"a@{'b' * 64}.no",
    "a@" + "b." * 126 + "no", "kari@example.test", "kari@example.invalid", "kari@1.2.3.4", "a@b.c",
)  # fmt: skip
SPELT = st.from_regex(r"[A-Za-z0-9_.+-]{1,12}@[A-Za-z0-9.-]{1,12}", fullmatch=True)


@pytest.mark.parametrize("address", ODD)
def test_an_address_is_spelt_as_the_validator_spells_it(address: str) -> None:
    assert mailable(address) == addresses._validated(address)


@given(SPELT)
def test_any_address_is_spelt_as_the_validator_spells_it(address: str) -> None:
    assert mailable(address) == addresses._validated(address)


@given(st.text(max_size=60))
@example("Kari  \u00a0 Nordmann")
@example("=?utf-8?q?x?=")
@example("می\u200cخواهم")
def test_a_line_is_the_same_whether_or_not_it_is_looked_at_letter_by_letter(text: str) -> None:
    letters = (
        " " if unicodedata.category(sign)[0] in "CZ" and sign not in "\u200c\u200d" else sign
        for sign in text
    )
    slowly = " ".join("".join(letters).replace("=?", "= ?").split())[:200].rstrip()

    assert one_line(text) == slowly


@given(st.text(max_size=60))
@example("O'Hara-Smith & Co")
@example("Nordmann, Kari")
@example("Jr. Ola")
def test_a_name_stands_before_its_address_as_the_library_writes_it(name: str) -> None:
    line = one_line(name)

    for address in ("kari@example.com", "kari..n@example.com"):
        username, _, domain = address.partition("@")
        library = str(Address(display_name=line, username=username, domain=domain))
        assert envelope._address(line, address) == library
