"""Whether a rule's conditions hold for an order, and what each of them saw.

What is not known fits no condition but "is not", "has not", "does not contain" and "is empty": an
order without an address goes to no country, so it is not one that goes to Norway.
"""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, Final

from automations.cases import Case
from automations.data import Condition, Definition, Group, Seen
from automations.values import duration
from common.money import from_minor
from orders.search import name_key

_MOST_SEEN: Final = 20
# What buyers wrote themselves is not copied into the log: only that there is something.
_PRIVATE: Final = frozenset({"customer_note", "line_note"})


def judge(definition: Definition, case: Case) -> tuple[bool, tuple[Seen, ...]]:
    """Whether all holds that has to, and what was seen. No query."""
    seen: list[Seen] = []
    verdicts = [_judge_each(each, case, seen) for each in definition.conditions]
    is_any = definition.match == "ANY" and verdicts
    return (any(verdicts) if is_any else all(verdicts)), tuple(seen)


def _judge_each(each: Condition | Group, case: Case, seen: list[Seen]) -> bool:
    if isinstance(each, Condition):
        return _judge_one(each, case, seen)
    verdicts = [_judge_one(one, case, seen) for one in each.conditions]
    return any(verdicts) if each.match == "ANY" else all(verdicts)


def _judge_one(condition: Condition, case: Case, seen: list[Seen]) -> bool:
    read = _READ.get(condition.field)
    compare = _COMPARE.get(condition.op)
    if read is None or compare is None:  # of another release: fits nothing
        seen.append(Seen(condition, None, holds=False))
        return False
    value = read(case)
    holds = _holds(condition, value, compare)
    seen.append(Seen(condition, _shown(condition.field, value), holds))
    return holds


def _holds(condition: Condition, value: Any, compare: Callable[[Any, Any], bool]) -> bool:
    wanted = condition.value
    if condition.field == "total":
        if value is None or wanted["currency"] != value["currency"]:
            return False  # sums of two currencies are not compared
        value, wanted = Decimal(value["amount"]), Decimal(wanted["amount"])
    elif condition.field in ("age", "sent_age"):
        wanted = duration(wanted).total_seconds()
    elif condition.field == "locale":
        return compare(_languages(value), wanted)
    elif isinstance(value, str):
        value, wanted = name_key(value), _keyed(wanted)
    elif isinstance(value, list):
        value, wanted = [name_key(one) for one in value], _keyed(wanted)
    if value is None and condition.op not in _OF_NOTHING:
        return False
    return compare(value, wanted)


def _keyed(wanted: Any) -> Any:
    if isinstance(wanted, list):
        return [name_key(str(one)) for one in wanted]
    return name_key(wanted) if isinstance(wanted, str) else wanted


def _languages(value: str) -> "_Locale":
    return _Locale(value)


class _Locale(str):
    """ "nb-NO" is "nb" as well as "nb-NO"."""

    __slots__ = ()

    def __eq__(self, other: object) -> bool:
        whole = str.__str__(self).lower().replace("_", "-")
        wanted = str(other).lower()
        return wanted in (whole, whole.partition("-")[0])

    __hash__ = str.__hash__


def _shown(name: str, value: Any) -> Any:
    if name in _PRIVATE:
        return bool(value)
    if isinstance(value, list):
        return value[:_MOST_SEEN]
    if isinstance(value, float):
        return round(value)
    return value


def _total(case: Case) -> dict[str, str] | None:
    order = case.order
    if not order.currency:
        return None
    amount = from_minor(order.total_minor, order.currency)
    return {"amount": str(amount), "currency": order.currency}


def _country(case: Case) -> str:
    order = case.order
    address = order.shipping_address or order.billing_address or {}
    return str(address.get("country_code") or "")


def _line_notes(case: Case) -> list[str]:
    said = [*case.order.note_attributes, *(p for line in case.lines for p in line.properties)]
    return [f"{name}: {value}" for name, value in said]


def _of_lines(name: str) -> Callable[[Case], list[str]]:
    return lambda case: [text for line in case.lines if (text := str(getattr(line, name)))]


def _of_order(name: str) -> Callable[[Case], str]:
    return lambda case: str(getattr(case.order, name) or "")


def _of_source(name: str) -> Callable[[Case], str]:
    return lambda case: str(getattr(case.source, name)) if case.source else ""


def _seconds_since(case: Case, name: str) -> float | None:
    at = case.sent_at if name == "sent_at" else case.order.placed_at
    return (case.now - at).total_seconds() if at else None


_READ: Final[Mapping[str, Callable[[Case], Any]]] = {
    "total": _total,
    "country": _country,
    "product": _of_lines("title"),
    "vendor": _of_lines("vendor"),
    "sku": _of_lines("sku"),
    "line_note": _line_notes,
    "item_count": lambda case: sum(line.quantity for line in case.lines),
    "delivery_method": _of_order("delivery_method"),
    "requires_shipping": lambda case: any(line.requires_shipping for line in case.lines),
    "is_first_order": lambda case: case.number == 1,
    "order_count": lambda case: case.number,
    "customer_tags": lambda case: case.order.customer.tags if case.order.customer else [],
    "tags": lambda case: list(case.order.tags),
    "has_consent": lambda case: case.has_consent,
    "locale": _of_order("locale"),
    "sales_channel": _of_order("sales_channel"),
    "source_name": _of_order("source_name"),
    "ref": lambda case: _of_source("ref")(case) or case.order.landing_site_ref,
    "utm_source": _of_source("source"),
    "utm_medium": _of_source("medium"),
    "utm_campaign": _of_source("campaign"),
    "payment": _of_order("financial_state"),
    "fulfilment": lambda case: case.order.fulfilment_state or "UNFULFILLED",
    "step": _of_order("step"),
    "customer_note": _of_order("customer_note"),
    "is_paid": lambda case: case.order.financial_state == "PAID",
    "is_cancelled": lambda case: case.order.cancelled_at is not None,
    "age": lambda case: _seconds_since(case, "placed_at"),
    "sent_age": lambda case: _seconds_since(case, "sent_at"),
}


def _contains(value: Any, wanted: str) -> bool:
    many = value if isinstance(value, list) else [value]
    return any(wanted in one for one in many)


_OF_NOTHING: Final = frozenset({"is_empty", "is_not", "has_not", "contains_not", "is_none_of"})
_COMPARE: Final[Mapping[str, Callable[[Any, Any], bool]]] = {
    "is": lambda value, wanted: bool(value == wanted),
    "is_not": lambda value, wanted: not value == wanted,  # noqa: SIM201 - a locale's own ==
    "is_one_of": lambda value, wanted: any(value == one for one in wanted),
    "is_none_of": lambda value, wanted: not any(value == one for one in wanted),
    "contains": _contains,
    "contains_not": lambda value, wanted: not _contains(value, wanted),
    "begins_with": lambda value, wanted: value.startswith(wanted),
    "is_empty": lambda value, _wanted: not value,
    "is_given": lambda value, _wanted: bool(value),
    "has": lambda value, wanted: wanted in value,
    "has_not": lambda value, wanted: wanted not in value,
    "at_least": lambda value, wanted: value >= wanted,
    "at_most": lambda value, wanted: value <= wanted,
    "more_than": lambda value, wanted: value > wanted,
    "less_than": lambda value, wanted: value < wanted,
    "longer_than": lambda value, wanted: value > wanted,
    "shorter_than": lambda value, wanted: value < wanted,
}
