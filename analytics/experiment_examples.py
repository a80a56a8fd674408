"""Bodies and answers about tests' figures, as docs/openapi.yaml shows them."""

from typing import Any, Final

EFFECT: Final[dict[str, Any]] = {"estimate": 0.06, "low": 0.036, "high": 0.084}
RELATIVE: Final[dict[str, Any]] = {"estimate": 0.5, "low": 0.3, "high": 0.7}


def _arm(number: int, label: str, name: str, hits: int) -> dict[str, Any]:
    return {
        "number": number,
        "label": label,
        "name": name,
        "weight_bp": 5000,
        "given": 5000,
        "counted": 5000,
        "hits": hits,
        "value_minor": 0,
        "waiting": 0,
        "machine_clicks": 41,
        "machine_opens": 380,
        "resent": 2,
    }


RESULTS: Final[dict[str, Any]] = {
    "metric": "CLICKED",
    "at": "2026-11-21T09:00:00Z",
    "days": 10,
    "currency": "NOK",
    "verdict": {"outcome": "WINNER", "arm": 1, "reasons": []},
    "arms": [_arm(0, "A", "As today", 600), _arm(1, "B", "Warmer", 900)],
    "comparisons": [
        {
            "arm": 1,
            "effect": EFFECT,
            "relative": RELATIVE,
            "p": 0.0000001,
            "ordinary_p": 0.0000001,
            "information": 2.0,
            "spent_alpha": 0.0,
            "shrunken": 0.048,
            "chance_to_beat": 0.9999,
            "loss_if_chosen": 0.0,
            "is_winner": True,
            "is_loser": False,
            "is_simpson": False,
        }
    ],
    "balance": {
        "counts": [5000, 5000],
        "expected": [5000.0, 5000.0],
        "p": 1.0,
        "chi_squared_p": 1.0,
        "is_alarm": False,
    },
    "guardrails": [
        {
            "guardrail": "COMPLAINED",
            "arm": 1,
            "control_count": 2,
            "arm_count": 3,
            "evidence": 0.6,
            "is_alarm": False,
        }
    ],
    "looks_ahead": [{"number": 11, "on": "2026-11-22", "units": None}],
    "units_per_day": 1000.0,
    "segments": [],
}
LOOK: Final[dict[str, Any]] = {
    "number": 1,
    "at": "2026-11-20T09:00:00Z",
    "metric": "CLICKED",
    "arm": 1,
    "information": 0.2,
    "spent_alpha": 0.0,
    "n": 10_000,
    **EFFECT,
    "p": 0.0000001,
    "verdict": "UNDECIDED",
    "method_version": 1,
}
DECISION: Final[dict[str, Any]] = {
    "id": "b0d3e0a4-6f0e-4b51-8a6e-1f4f7f1f0a02",
    "number": 1,
    "arm": 1,
    "was_proven": True,
    "decided_at": "2026-11-21T09:00:00Z",
    "decided_by": "Mina Aas",
    "because": "",
    "language": "nb",
    "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
}
REPORT: Final[dict[str, Any]] = {
    **DECISION,
    "html": "<!doctype html>…",
    "snapshot": {"decision": {"arm": 1}},
}
PLAN_IN: Final[dict[str, Any]] = {
    "template": "7a0c7a52-5a0e-4b8e-9a51-3b0a4a6a5b12",
    "stores": ["0f0c7a52-5a0e-4b8e-9a51-3b0a4a6a5b11"],
    "least_effect": 0.2,
}
PLANNED: Final[dict[str, Any]] = {
    "units": 6300,
    "units_by_arm": [3150, 3150],
    "units_per_day": 90.0,
    "days": 70,
    "months": 2.3,
    "is_long": False,
    "base_rate": 0.12,
    "is_measured": True,
    "alternatives": [
        {
            "way": "BOLDER",
            "units": 2900,
            "days": 33,
            "saved_days": 37,
            "effect": 0.3,
            "arms": 2,
            "stores": 1,
        }
    ],
    "reach": [{"days": 28, "effect": 0.32}],
    "days_alone": {},
}
