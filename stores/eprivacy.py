"""Where the law asks before a mail may tell who opened it.

Directive 2002/58/EC, article 5(3), as read by the EDPB's guidelines 2/2023: pixels and addresses
made for one reader count as looking into the reader's device. It is law in the European Economic
Area; as PECR regulation 6 in the United Kingdom; Swiss law (FMG article 45c, revDSG) is kept to in
the same way.
"""

from typing import Final

_UNION: Final = "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK"
_AREA: Final = "IS LI NO"
_OTHERS: Final = "CH GB"
ASKS_FIRST: Final = frozenset(f"{_UNION} {_AREA} {_OTHERS}".split())


def asks_first(country: str) -> bool:
    """Whether a store there must ask; where nobody knows the country, as if it must."""
    return not country or country.upper() in ASKS_FIRST
