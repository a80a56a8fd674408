"""What Shopify's lax parser forgives and python-liquid's does not, mended before the parser.

Shopify reads what it can of an expression and ignores the rest: parentheses in conditions (its own
older defaults have them), stray signs, words too many. python-liquid drops the tag with its block.
"""

import re
from collections.abc import Callable, Iterator
from typing import Any, Final

from liquid.builtin.expressions import (
    BooleanExpression,
    FilteredExpression,
    LoopExpression,
    tokenize,
)
from liquid.exceptions import LiquidError
from liquid.stream import TokenStream
from liquid.token import TOKEN_EOF, TOKEN_EXPRESSION, TOKEN_OUTPUT, TOKEN_TAG, Token

_FORGIVING: Final = frozenset({"if", "elsif", "unless", "assign", "case", "when", "echo"})
_PIECE: Final = re.compile(
    r"""("[^"]*"|'[^']*')"""  # quoted text stays
    r"""|(\(\s*[^\s()'"]+\s*\.\.\s*[^\s()'"]+\s*\))"""  # so does a range
    r"""|[()]"""
)
_FRAGMENT: Final = r"""(?:[^\s,|'"]|"[^"]{0,5000}"|'[^']{0,5000}')+"""
_OPERATORS: Final = frozenset({"==", "!=", "<>", "<", ">", "<=", ">=", "contains"})
_WORDS: Final = re.compile(r"""(?:[^\s'"]|"[^"]*"|'[^']*')+""")
_CONDITION: Final = re.compile(
    rf"({_FRAGMENT})\s{{0,99}}([=!<>a-z_]{{1,30}})?\s{{0,99}}({_FRAGMENT})?"
)
_ASSIGNMENT: Final = re.compile(r"\s*([\w-]{1,200})\s*=\s*(.*)", re.DOTALL)
_LOOP: Final = re.compile(rf"\s*([\w-]{{1,200}})\s+in\s+({_FRAGMENT})\s*(reversed)?")
_NAMED: Final = re.compile(rf"\b(limit|offset|cols)\s*:\s*({_FRAGMENT})")
_FILTER: Final = re.compile(r"""\|((?:[^|'"]|"[^"]*"|'[^']*')*)""")
_ARGUMENT: Final = re.compile(rf"[:,]\s{{0,99}}((?:\w{{1,100}}\s{{0,9}}:\s{{0,9}})?{_FRAGMENT})")
# What no lenience is needed for: most of what is written.
_OPERAND: Final = r"""(?:[\w.-]+\??|"[^"]*"|'[^']*')"""
_COMPARISON: Final = rf"{_OPERAND}(?:\s*(?:[=!<>]=|[<>])\s*{_OPERAND}|\s+contains\s+{_OPERAND})?"
_PLAIN: Final = re.compile(rf"\s*{_COMPARISON}(?:\s+(?:and|or)\s+{_COMPARISON}){{0,20}}\s*")


def forgive(
    tokens: Iterator[Token], environment: Any, complain: Callable[[Token, str], None]
) -> Iterator[Token]:
    """The same tokens, mended as Shopify would read them; each such place is told."""
    tag = ""
    for token in tokens:
        if token.kind in (TOKEN_TAG, TOKEN_OUTPUT):
            tag = TOKEN_OUTPUT if token.kind == TOKEN_OUTPUT else token.value
        elif token.kind == TOKEN_EXPRESSION:
            mended = _without_groups(tag, token, complain)
            yield _as_shopify_reads(tag, mended, environment, complain)
            continue
        yield token


def _without_groups(tag: str, token: Token, complain: Callable[[Token, str], None]) -> Token:
    if (tag in _FORGIVING or tag == TOKEN_OUTPUT) and _groups(token.value):
        complain(token, "parentheses are ignored here")
        return token._replace(value=_PIECE.sub(_kept, token.value))
    return token


def _groups(text: str) -> bool:
    return ("(" in text or ")" in text) and _PIECE.sub(_kept, text) != text


def _kept(piece: re.Match[str]) -> str:
    return piece[0] if piece[1] or piece[2] else " "


def _as_shopify_reads(
    tag: str, token: Token, environment: Any, complain: Callable[[Token, str], None]
) -> Token:
    read = _READERS.get(tag)
    if read is None or _PLAIN.fullmatch(token.value) or _parses(tag, token, environment):
        return token
    text = read(token.value)
    mended = token._replace(value=text)
    if not text or not _parses(tag, mended, environment):
        return token  # the parser will say what it does not like
    complain(token, "part of this is ignored")
    return mended


def _parses(tag: str, token: Token, environment: Any) -> bool:
    text = token.value
    if tag == "assign":
        found = _ASSIGNMENT.fullmatch(text)
        if found is None:
            return False
        text = found[2]
    try:
        stream = TokenStream(tokenize(text, token))
        _GRAMMARS[tag].parse(environment, stream)
    except (LiquidError, RecursionError):
        return False
    return bool(stream.current.kind == TOKEN_EOF)


def _condition(text: str) -> str:
    """Of each part between `and` and `or`: a comparison, or what stands first."""
    parts: list[list[str]] = [[]]
    joints: list[str] = []
    for word in _WORDS.findall(text):
        if word in ("and", "or"):
            joints.append(word)
            parts.append([])
        else:
            parts[-1].append(word)
    read = [_comparison(" ".join(words)) for words in parts]
    if not all(read):
        return ""
    return "".join(
        f" {joint} {part}" for joint, part in zip(["", *joints], read, strict=True)
    ).strip()


def _comparison(text: str) -> str:
    found = _CONDITION.search(text)
    if found is None:
        return ""
    left, operator, right = found.groups()
    if operator is None:
        return str(left)
    return f"{left} {operator} {right}" if operator in _OPERATORS and right else ""


def _output(text: str) -> str:
    """The first thing, and each filter that begins with a name, with what can be read of it."""
    first = re.match(rf"\s*({_FRAGMENT})", text)
    if first is None:
        return ""
    read = str(first[1])
    for found in _FILTER.finditer(text, first.end()):
        name = re.match(r"\s*(\w+)(.*)", found[1], re.DOTALL)
        if name:
            arguments = _ARGUMENT.findall(name[2])
            read += f" | {name[1]}" + (f": {', '.join(arguments)}" if arguments else "")
    return read


def _assignment(text: str) -> str:
    found = _ASSIGNMENT.fullmatch(text)
    value = _output(found[2]) if found else ""
    return f"{found[1]} = {value}" if found and value else ""


def _loop(text: str) -> str:
    found = _LOOP.match(text)
    if found is None:
        return ""
    limits = "".join(f" {name}: {value}" for name, value in _NAMED.findall(text))
    return f"{found[1]} in {found[2]}{' reversed' if found[3] else ''}{limits}"


_READERS: Final[dict[str, Callable[[str], str]]] = {
    "if": _condition, "elsif": _condition, "unless": _condition, "for": _loop,
    "assign": _assignment, "echo": _output, TOKEN_OUTPUT: _output,
}  # fmt: skip
_GRAMMARS: Final[dict[str, Any]] = {
    "if": BooleanExpression, "elsif": BooleanExpression, "unless": BooleanExpression,
    "for": LoopExpression, "assign": FilteredExpression, "echo": FilteredExpression,
    TOKEN_OUTPUT: FilteredExpression,
}  # fmt: skip
