"""Which of a store's rules count for a line and its way: the most exact ones."""

from shipping.promising.data import (
    CartLine,
    Destination,
    Level,
    ProcessingRule,
    Rules,
    TransitRule,
    folded,
    postcode_key,
)


def processing_of(rules: Rules, line: CartLine) -> ProcessingRule | None:
    """Variant before product before collection before vendor before store.

    Of several collections the longest time: what is promised must hold for each of them.
    """
    exact = (Level.VARIANT, line.variant), (Level.PRODUCT, line.product)
    for level, target in exact:
        rule = rules.processing.get((level, str(target)))
        if rule and target is not None:
            return rule
    return (
        _of_collections(rules, line)
        or rules.processing.get((Level.VENDOR, folded(line.vendor) or "?"))
        or rules.processing.get((Level.STORE, ""))
    )


def transits_of(rules: Rules, destination: Destination) -> list[TransitRule]:
    """The one that counts; empty: none is known.

    Several where none is said of this carrier, or it is not known yet: one of each of the store's
    other carriers, any of which may be right.
    """
    placed = [rule for rule in rules.transit if _is_there(rule, destination)]
    fitting = [rule for rule in placed if rule.carrier in ("", destination.carrier)]
    if fitting:
        return [max(fitting, key=_exactness)]
    carriers = sorted({rule.carrier for rule in placed})
    return [
        max((rule for rule in placed if rule.carrier == carrier), key=_exactness)
        for carrier in carriers
    ]


def _of_collections(rules: Rules, line: CartLine) -> ProcessingRule | None:
    if line.product is None:
        return None
    named = ((Level.COLLECTION, str(each)) for each in rules.collections.get(line.product, ()))
    found = [rules.processing[each] for each in named if each in rules.processing]
    return max(found, key=lambda rule: (rule.max_days, rule.min_days), default=None)


def _is_there(rule: TransitRule, destination: Destination) -> bool:
    return (
        rule.country in ("", destination.country.upper())
        and postcode_key(destination.postcode).startswith(rule.postcode)
        and rule.method in ("", folded(destination.method))
    )


def _exactness(rule: TransitRule) -> tuple[int, bool, bool, bool, int]:
    """Last, the longer one: two that are equally exact cannot be told apart, so be careful."""
    named = bool(rule.country), bool(rule.carrier), bool(rule.method)
    return len(rule.postcode), *named, rule.max_days
