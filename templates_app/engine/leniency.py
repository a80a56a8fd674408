"""What Shopify's lax parser forgives and python-liquid's does not, mended before the parser.

Shopify ignores parentheses in conditions, assignments and outputs (its own older defaults have
them); python-liquid drops the whole tag with its block.
"""

import re
from collections.abc import Callable, Iterator
from typing import Final

from liquid.token import TOKEN_EXPRESSION, TOKEN_OUTPUT, TOKEN_TAG, Token

_FORGIVING: Final = frozenset({"if", "elsif", "unless", "assign", "case", "when", "echo"})
_PIECE: Final = re.compile(
    r"""("[^"]*"|'[^']*')"""  # quoted text stays
    r"""|(\(\s*[^\s()'"]+\s*\.\.\s*[^\s()'"]+\s*\))"""  # so does a range
    r"""|[()]"""
)


def forgive(tokens: Iterator[Token], complain: Callable[[Token], None]) -> Iterator[Token]:
    """The same tokens with parentheses that only group taken out; each such place is told."""
    is_forgiving = False
    for token in tokens:
        if token.kind in (TOKEN_TAG, TOKEN_OUTPUT):
            is_forgiving = token.kind == TOKEN_OUTPUT or token.value in _FORGIVING
        elif token.kind == TOKEN_EXPRESSION and is_forgiving and _groups(token.value):
            complain(token)
            token = token._replace(value=_PIECE.sub(_kept, token.value))
        yield token


def _groups(text: str) -> bool:
    return ("(" in text or ")" in text) and _PIECE.sub(_kept, text) != text


def _kept(piece: re.Match[str]) -> str:
    return piece[0] if piece[1] or piece[2] else " "
