"""Whether a mail's links stand where its words say they do.

Sealed words know it of their source (templates_app/weaving.py). The scanner that reads them from
any page looks after that in the first mails of each, and now and then: words that were ever wrong
are read by it from then on.
"""

import logging
from collections.abc import Sequence
from typing import Final

from messaging.instrument import addresses_in

_FIRST: Final = 3
_EVERY: Final = 2_000
_WORDS: Final = 2_048  # remembered
_uses: dict[tuple[str, str], int] = {}
_misled: set[tuple[str, str]] = set()
logger = logging.getLogger(__name__)


def trusted(pieces: Sequence[str], *, html: str, words: tuple[str, str]) -> Sequence[str]:
    """The pieces, or none where they cannot be believed. `words`: their fingerprint and locale."""
    if not pieces or words in _misled:
        return ()
    uses = _uses[words] = _uses.get(words, 0) + 1
    if len(_uses) > _WORDS:
        _uses.pop(next(iter(_uses)), None)
    if uses > _FIRST and uses % _EVERY:
        return pieces
    if addresses_in(html) == list(pieces[1::2]):
        return pieces
    _misled.add(words)
    logger.error("messaging.links.not_where_they_should_be", extra={"words": words[0]})
    return ()
