"""The child's half of proving.py: one language of frozen words, both ways."""

from collections.abc import Mapping
from typing import Any

from templates_app import rendering, samples
from templates_app.engine import environment
from templates_app.prepared import Words


def prove_here(request: Mapping[str, Any]) -> dict[str, str]:
    source, kind = request["source"], request["kind"]
    words = Words(
        environment.parse(source["subject"], escape=False),
        environment.parse(source["html"]),
        source["html"],
    )
    sample = next(iter(samples.for_kind(kind).values()))()
    values = rendering.with_ours(samples.dressed(sample, request["brand"]), request["brand"])
    options = rendering.options_for(values, request["locale"])
    words.prepare(values, options, rendering._plain_way)
    return words.way().as_json()
