"""Puts the styles of a mail into its elements while its Liquid waits outside.

An HTML parser moves text out of tables, so a tag of Liquid between two rows stands there as a
comment meanwhile; in attributes, titles and comments as a word.
"""

import re
from typing import Final

from templates_app import rendering

# What is captured is printed elsewhere, hence one piece with what it holds. A space written as
# `&#32;` must stay so: Liquid prints no block that holds spaces only.
_RUN: Final = re.compile(
    r"\{%-?\s*capture\b.*?endcapture\s*-?%\}|\{\{.*?\}\}|\{%.*?%\}|&#\d+;", re.DOTALL
)
_PLACE: Final = re.compile(r"<!--hub(\d+)-->|hub0(\d+)0buh")
_STATES: Final = re.compile(r"<!--|-->|<style\b[^>]*>|</style>|<title>|</title>|<[a-zA-Z/!]|[>\"']")
_CONDITIONAL: Final = re.compile(r'class="[^"]*?(\{%-?\s*if[^"]*?endif\s*-?%\})', re.DOTALL)
_CLASS: Final = re.compile(r"%\}([^{}]+)\{%")
_RULE: Final = re.compile(r"([^{}@]+)\{([^{}]+)\}")


def styled(source: str) -> str:
    """The page with its styles inlined, its Liquid untouched."""
    kept: list[str] = []
    text = _CONDITIONAL.sub(lambda found: _put_away(found, kept), source)
    for_sometimes = _sometimes(source, kept)
    inlined = rendering.inlined(_waiting(text, kept))
    return _PLACE.sub(lambda place: kept[int(place[1] or place[2])], inlined).replace(
        "</head>", f"{for_sometimes}</head>", 1
    )


def _put_away(found: re.Match[str], kept: list[str]) -> str:
    """A class that an element has only sometimes: its style must not be written into it."""
    kept.append(found[1])
    return found[0].replace(found[1], f" hub0{len(kept) - 1}0buh")


def _sometimes(source: str, kept: list[str]) -> str:
    """Their styles, strong enough to win over what is written into elements."""
    names = {name for part in kept for text in _CLASS.findall(part) for name in text.split()}
    rules = [
        f"{selector.strip()}{{{body.rstrip(';').replace(';', '!important;')}!important}}"
        for selector, body in _RULE.findall(source.partition("<style>")[2].partition("</style>")[0])
        if names & set(re.findall(r"\.([\w-]+)", selector))
    ]
    return f"<style>{''.join(rules)}</style>" if rules else ""


def _waiting(source: str, kept: list[str]) -> str:
    """The source with each tag of Liquid put away, in the form that its place allows."""
    pieces, state, at = [], "text", 0
    for tag in _RUN.finditer(source):
        before = source[at : tag.start()]
        state = _state_after(before, state)
        pieces.append(before)
        kept.append(tag[0])
        number = len(kept) - 1
        pieces.append(f"<!--hub{number}-->" if state == "text" else f"hub0{number}0buh")
        at = tag.end()
    pieces.append(source[at:])
    return "".join(pieces)


def _state_after(text: str, state: str) -> str:
    """Where in HTML one stands after the text: "text", "comment", "style", "title", "tag", or in
    an attribute's quotation marks."""
    for found in _STATES.finditer(text):
        state = _next(state, found[0])
    return state


def _next(state: str, sign: str) -> str:
    ends = {"comment": "-->", "style": "</style>", "title": "</title>", '"': '"', "'": "'"}
    if state in ends:
        return ("tag" if state in "\"'" else "text") if sign == ends[state] else state
    if state == "tag":
        return "text" if sign == ">" else sign if sign in "\"'" else state
    if sign == "<!--":
        return "comment"
    if sign.startswith(("<style", "<title")):
        return sign[1:6]
    return "tag" if sign.startswith("<") and not sign.startswith("</t") else state
