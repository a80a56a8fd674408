from typing import Literal, cast

ExperimentGuardrail = Literal[
    "ASKED_HELP",
    "BOUNCED",
    "COMPLAINED",
    "LATE",
    "NOT_RENDERED",
    "REFUNDED",
    "TRACKING_OFF",
    "UNSUBSCRIBED",
]


def check_experiment_guardrail(value: str) -> ExperimentGuardrail:
    """Let every code pass: a newer server may know more of them than this client."""
    return cast(ExperimentGuardrail, value)
