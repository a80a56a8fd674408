"""The specification of the context, and the samples that show it."""

from typing import Any, get_args, get_origin, get_type_hints, is_typeddict

import pytest

from templates_app import context_spec, samples
from templates_app.data import NotificationKind


@pytest.mark.parametrize(
    ("minor", "currency", "amount"),
    [
        (184900, "NOK", 184900),
        (1850, "JPY", 185000),
        (1234, "KWD", 123.4),
        (1230, "KWD", 123),
        (-5, "USD", -5),
        (0, "KWD", 0),
    ],
)
def test_minor_units_become_the_amount_times_a_hundred(
    minor: int, currency: str, amount: float
) -> None:
    converted = context_spec.liquid_amount(minor, currency)

    assert converted == amount
    assert type(converted) is type(amount)


KINDS_AND_SAMPLES = [(kind, name) for kind in NotificationKind for name in samples.for_kind(kind)]


@pytest.mark.parametrize(("kind", "name"), KINDS_AND_SAMPLES)
def test_the_samples_keep_to_the_specification(kind: str, name: str) -> None:
    sample = samples.for_kind(kind)[name]()

    context_spec.assert_plain(sample)
    assert strangers(sample, context_spec.Context, "") == []
    required: frozenset[str] = context_spec.Context.__required_keys__
    assert required <= sample.keys()


@pytest.mark.parametrize(("kind", "name"), KINDS_AND_SAMPLES)
def test_a_samples_sums_add_up_and_it_is_made_anew(kind: str, name: str) -> None:
    make = samples.for_kind(kind)[name]
    sample = make()
    goods = sum(line["final_line_price"] for line in sample["line_items"])
    cart = sample["cart_level_discount_applications"]
    off = sum(each["total_allocated_amount"] for each in cart if each["target_type"] == "line_item")
    extra = sample["shipping_price"] + sample["total_tip"] + sample["total_duties"]
    tax = 0 if sample["notifyhub"]["taxes_included"] else sample["tax_price"]

    assert goods - off == sample["subtotal_price"]
    assert sample["subtotal_price"] + extra + tax == sample["total_price"]
    sample["notifyhub"].clear()
    sample["line_items"].clear()
    assert make()["notifyhub"]
    assert make()["line_items"]


def test_every_kind_has_a_plain_sample_first() -> None:
    first = {kind: next(iter(samples.for_kind(kind))) for kind in NotificationKind}

    assert set(first.values()) == {"plain"}


def strangers(value: Any, hint: Any, path: str) -> list[str]:
    """Keys that the specification does not name."""
    for choice in (hint, *get_args(hint)):
        if is_typeddict(choice) and isinstance(value, dict):
            hints = get_type_hints(choice)
            unknown = [f"{path}.{key}" for key in value if key not in hints]
            inner = [
                found
                for key, each in value.items()
                if key in hints
                for found in strangers(each, hints[key], f"{path}.{key}")
            ]
            return unknown + inner
    if get_origin(hint) is list and isinstance(value, list):
        return [f for each in value for f in strangers(each, get_args(hint)[0], f"{path}[]")]
    return []
