"""Where pictures are found.

# Note [Where a picture is found]
`/i/<token>.png` below NOTIFYHUB_PICTURES_URL, for ever the same bytes. The token has 128 random
bits: who knows it may look, and nobody guesses another. A brand keeps the address without the host
(`/i/…`), so that an installation may move; queries.py puts the host before it. Everywhere else,
as in a block's settings or an API's answer, the address is whole.
"""

import re
from typing import Final

from django.conf import settings

PREFIX: Final = "/i/"
PATH: Final = re.compile(r"/i/([0-9a-f]{32})\.(?:png|jpg)")


def web_address(url: str) -> str:
    """A logo's address with its host, where a brand keeps one of ours without."""
    return f"{settings.NOTIFYHUB_PICTURES_URL}{url}" if is_ours(url) else url


def without_host(url: str) -> str:
    """The address as a brand keeps it: of a picture of ours only the path."""
    path = url.removeprefix(settings.NOTIFYHUB_PICTURES_URL)
    return path if is_ours(path) else url


def is_ours(path: object) -> bool:
    """Whether it is the path of a picture of this installation."""
    return isinstance(path, str) and PATH.fullmatch(path) is not None
