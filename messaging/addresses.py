"""Which e-mail addresses can exist, and how an envelope spells them."""

import unicodedata
from functools import lru_cache

from email_validator import EmailNotValidError, validate_email

# Format characters that names in some scripts need.
_JOINERS = "\u200c\u200d"


@lru_cache(maxsize=1024)
def mailable(address: str) -> str:
    """The address as an envelope spells it, in ASCII; "" if no mail can reach it."""
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
    safe = (
        " " if unicodedata.category(sign)[0] in "CZ" and sign not in _JOINERS else sign
        for sign in text
    )
    return " ".join("".join(safe).replace("=?", "= ?").split())[:limit].rstrip()
