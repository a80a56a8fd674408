"""Normal forms in which orders are searched.

# Note [Searches under row-level security]
Under a policy Postgres uses a condition for an index scan only if its operator is leakproof. LIKE,
ILIKE, trigrams and the arrays' @> are not; equality and < > of text and numbers are. So search is
by equality on normal forms, and a prefix is a range. Facts and plans: tests/orders/test_search.py.
"""

import unicodedata

_LAST = "\U0010ffff"


def name_key(text: str) -> str:
    """Case, width and spacing do not matter: `Åse  ØDEGÅRD` → `åse ødegård`."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())[:255]


def name_range(prefix: str) -> tuple[str, str]:
    """All keys with this prefix lie in [low, high), in the byte order of collation C."""
    low = name_key(prefix)
    return low, low + _LAST
