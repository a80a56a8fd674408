"""Which e-mail addresses can exist, and how an envelope spells them."""

import re
import unicodedata
from functools import lru_cache
from typing import Final

from email_validator import EmailNotValidError, validate_email

# Format characters that names in some scripts need.
_JOINERS: Final = "\u200c\u200d"
# A name that every server takes as it stands, before a domain.
_PLAIN: Final = re.compile(r"([A-Za-z0-9_+-]+(?:\.[A-Za-z0-9_+-]+)*)@([^@]+)")
_LONGEST_PLAIN: Final = 64


def mailable(address: str) -> str:
    """The address as an envelope spells it, in ASCII; "" if no mail can reach it."""
    plain = _PLAIN.fullmatch(address)
    if plain is None or len(address) > _LONGEST_PLAIN:
        return _validated(address)
    domain = _domain(plain[2])  # a million buyers have a few thousand of them
    return f"{plain[1]}@{domain}" if domain else ""


@lru_cache(maxsize=4096)
def _domain(domain: str) -> str:
    return _validated(f"a@{domain}").removeprefix("a@")


@lru_cache(maxsize=1024)
def _validated(address: str) -> str:
    try:
        found = validate_email(
            address, check_deliverability=False, allow_smtputf8=False, test_environment=True
        )
    except EmailNotValidError:
        return ""
    return found.ascii_email or ""


def one_line(text: str, limit: int = 200) -> str:
    """Text that cannot end a header: no control characters or line ends, at most `limit` long.

    An encoded word is broken, since whoever reads the header would decode the line end within it.
    """
    if not text.isprintable():  # then nothing in it is of the categories below, but for spaces
        text = "".join(
            " " if unicodedata.category(sign)[0] in "CZ" and sign not in _JOINERS else sign
            for sign in text
        )
    return " ".join(text.replace("=?", "= ?").split())[:limit].rstrip()
