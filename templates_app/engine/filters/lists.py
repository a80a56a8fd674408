"""The library's filters over lists and texts whose cost would not be bounded."""

import re
from collections.abc import Callable, Hashable
from typing import Any, Final

from liquid import Markup
from liquid.filter import sequence_filter, string_filter, with_environment
from liquid.undefined import is_undefined

_BLOCKS: Final = {"<script": "</script>", "<!--": "-->", "<style": "</style>"}
_BLOCK_BEGINS: Final = re.compile("|".join(_BLOCKS))
_TAG: Final = re.compile(r"<[^>]*>")


@sequence_filter
def uniq(items: list[Any], key: object = None) -> list[Any]:
    """Each once, in the order of their first; the library compares all with all."""
    kept = []
    seen: set[Hashable] = set()
    odd: list[Any] = []  # what cannot be hashed is compared, see budgets
    for item in items:
        value = item if key is None or is_undefined(key) else _read(item, key)
        is_new = value not in seen if isinstance(value, Hashable) else value not in odd
        if not is_new:
            continue
        if isinstance(value, Hashable):
            seen.add(value)
        else:
            odd.append(value)
        kept.append(item)
    return kept


@with_environment
@string_filter
def strip_html(text: str, *, environment: Any) -> str:
    """As Shopify does it, in one walk: scripts, comments and styles whole, then tags."""
    parts, at = [], 0
    missing: set[str] = set()
    for begin in _BLOCK_BEGINS.finditer(text):
        if begin.start() < at or begin[0] in missing:
            continue
        end = text.find(_BLOCKS[begin[0]], begin.end())
        if end < 0:
            missing.add(begin[0])
            continue
        parts.append(text[at : begin.start()])
        at = end + len(_BLOCKS[begin[0]])
    parts.append(text[at:])
    rest = "".join(parts)
    last = rest.rfind(">") + 1
    stripped = _TAG.sub("", rest[:last]) + rest[last:]
    return Markup(stripped) if environment.autoescape and isinstance(text, Markup) else stripped


FILTERS: Final[dict[str, Callable[..., object]]] = {"uniq": uniq, "strip_html": strip_html}


def _read(item: Any, key: object) -> Any:
    try:
        return item[key]
    except (KeyError, IndexError):
        return None
