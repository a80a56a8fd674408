"""The cases of one operation: its examples, every boundary of its schema, then random ones."""

import warnings
from collections.abc import Iterator
from itertools import chain, islice, zip_longest
from random import Random
from typing import Any, Final

import hypothesis
from hypothesis import HealthCheck, Phase
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.core.parameters import ParameterLocation

from tests.fuzz.shorthand import Case, Operation

MODES: Final = (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)
# Of the cases of an operation; what one kind cannot fill, the random ones do.
BOUNDARIES: Final = 0.5
NEAR: Final = 0.6


def cases(operation: Operation, count: int, seed: str) -> list[Case]:
    """At most so many, the same ones for the same seed."""
    told = list(islice(_examples(operation, seed), max(1, count // 10)))
    edges = _boundaries(operation)
    most = max(1, int(count * BOUNDARIES))
    if len(edges) > most:
        edges = Random(seed).sample(edges, most)  # the middle of a long list matters as its start
    drawn = _random(operation, count - len(told) - len(edges), seed)
    _near_to_examples(drawn, [case.body for case in told if isinstance(case.body, dict)], seed)
    return [*told, *edges, *drawn][:count]


def _near_to_examples(drawn: list[Case], bodies: list[dict[str, Any]], seed: str) -> None:
    """Some random bodies become the documented one with a few fields changed: wholly random ones
    are refused for one field, and so never show what the others do."""
    random = Random(seed)
    for case in drawn:
        is_spoilt = case.meta is not None and case.meta.is_negative_at(ParameterLocation.BODY)
        if is_spoilt or not bodies or not isinstance(case.body, dict):
            continue
        if random.random() < NEAR:
            changed = random.sample(sorted(case.body), min(2, len(case.body)))
            case.body = {**random.choice(bodies), **{name: case.body[name] for name in changed}}


def _examples(operation: Operation, seed: str) -> Iterator[Case]:
    for strategy in operation.get_strategies_from_examples():
        yield from _drawn(strategy, 1, seed)


def _boundaries(operation: Operation) -> list[Case]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        config = operation.schema.config.generation_for(operation=operation, phase="coverage")
        return list(
            operation.schema.iter_coverage_cases(
                operation, generation_modes=list(MODES), generation_config=config
            )
        )


def _random(operation: Operation, count: int, seed: str) -> list[Case]:
    """Half of them right by the schema, half spoilt on purpose."""
    if count <= 0:
        return []
    # A strategy is dear to make: of one case only one is made, now the one, now the other.
    modes = MODES if count > 1 else [Random(seed).choice(MODES)]
    halves = [
        _drawn(operation.as_strategy(generation_mode=mode), (count + 1) // 2, f"{seed}:{mode}")
        for mode in modes
    ]
    mixed = chain.from_iterable(zip_longest(*halves))
    return [case for case in mixed if case is not None][:count]


def _drawn(strategy: st.SearchStrategy[Case], count: int, seed: str) -> list[Case]:
    found: list[Case] = []

    @hypothesis.seed(seed)
    @hypothesis.settings(
        max_examples=count,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @hypothesis.given(strategy)
    def draw(case: Any) -> None:
        found.append(case)

    try:
        draw()
    except hypothesis.errors.Unsatisfiable:
        return found  # nothing can be spoilt here: no parameters, no body
    return found
