"""The check digits of carriers' numbers, by the names that the published table gives them.

Each takes what is checked, the digit that stands in the number and the table's rule, and says
whether they agree. Letters count as the table says: `mod10` by their place in ASCII, `mod_37_36` as
10 … 35 (DPD Parcel Label Specification 2.4.1).
"""

from collections.abc import Callable, Mapping
from itertools import cycle
from typing import Any, Final

_S10_WEIGHTS: Final = (8, 6, 4, 2, 3, 5, 9, 7)
_ALPHABET: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"

Rule = Mapping[str, Any]


def agrees(name: str, body: str, digit: str, rule: Rule) -> bool:
    """Whether the check digit is the one that the rule asks for."""
    return CHECKS[name](body, digit, rule)


def _mod7(body: str, digit: str, rule: Rule) -> bool:
    return int(body) % 7 == int(digit)


def _mod10(body: str, digit: str, rule: Rule) -> bool:
    factors = cycle((rule.get("evens_multiplier", 1), rule.get("odds_multiplier", 1)))
    written = reversed(body) if rule.get("reverse") else body
    total: int = sum(
        (int(one) if one.isdigit() else (ord(one) - 3) % 10) * factor
        for one, factor in zip(written, factors, strict=False)
    )
    return -total % 10 == int(digit)


def _luhn(body: str, digit: str, rule: Rule) -> bool:
    """From the right each second digit counts twice, and its own digits are added."""
    doubled = "".join(
        str(int(one) * 2) if place % 2 == 0 else one for place, one in enumerate(reversed(body))
    )
    return -sum(map(int, doubled)) % 10 == int(digit)


def _s10(body: str, digit: str, rule: Rule) -> bool:
    """UPU S10: eleven less the remainder, where ten is written 0 and eleven 5."""
    weighed = sum(int(one) * weight for one, weight in zip(body, _S10_WEIGHTS, strict=True))
    due = 11 - weighed % 11
    return {10: 0, 11: 5}.get(due, due) == int(digit)


def _weighed(body: str, digit: str, rule: Rule) -> bool:
    factors: list[int] = rule["weightings"]
    weighed = sum(int(one) * factor for one, factor in zip(body, factors, strict=True))
    return bool(weighed % rule["modulo1"] % rule["modulo2"] == int(digit))


def _mod_37_36(body: str, digit: str, rule: Rule) -> bool:
    """ISO/IEC 7064, MOD 37,36."""
    product = 36
    for one in body:
        total = (product + _ALPHABET.index(one)) % 36 or 36
        product = total * 2 % 37
    return _ALPHABET[(37 - product) % 36] == digit


CHECKS: Final[Mapping[str, Callable[[str, str, Rule], bool]]] = {
    "mod7": _mod7,
    "mod10": _mod10,
    "luhn": _luhn,
    "s10": _s10,
    "sum_product_with_weightings_and_modulo": _weighed,
    "mod_37_36": _mod_37_36,
}
# One in so many numbers passes by chance.
ODDS: Final[Mapping[str, int]] = {
    "mod7": 7,
    "mod10": 10,
    "luhn": 10,
    "s10": 11,
    "sum_product_with_weightings_and_modulo": 10,
    "mod_37_36": 36,
}
