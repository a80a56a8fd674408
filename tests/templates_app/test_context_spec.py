"""The specification of the context, and the samples that show it."""

from typing import Any, get_args, get_origin, get_type_hints, is_typeddict

import pytest

from templates_app import context_spec, samples


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


@pytest.mark.parametrize("name", samples.SAMPLES)
def test_the_samples_keep_to_the_specification(name: str) -> None:
    sample = samples.SAMPLES[name]()

    context_spec.assert_plain(sample)
    assert _strangers(sample, context_spec.Context, "") == []
    required: frozenset[str] = context_spec.Context.__required_keys__
    assert required <= sample.keys()


def _strangers(value: Any, hint: Any, path: str) -> list[str]:
    """Keys that the specification does not name."""
    for choice in (hint, *get_args(hint)):
        if is_typeddict(choice) and isinstance(value, dict):
            hints = get_type_hints(choice)
            unknown = [f"{path}.{key}" for key in value if key not in hints]
            inner = [
                found
                for key, each in value.items()
                if key in hints
                for found in _strangers(each, hints[key], f"{path}.{key}")
            ]
            return unknown + inner
    if get_origin(hint) is list and isinstance(value, list):
        return [f for each in value for f in _strangers(each, get_args(hint)[0], f"{path}[]")]
    return []
