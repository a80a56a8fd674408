"""The report of a test: one page that needs nothing else, kept for ever as it was written."""

import hashlib
from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import get_language, override

from analytics import report_mails, report_rows
from analytics.plain import as_json
from analytics.standing import Ending, Standing
from stores.models import Agency, Store
from templates_app.models import Arm, Experiment, ExperimentEpoch


@dataclass(frozen=True, slots=True)
class Report:
    language: str
    html: str
    sha256: str
    snapshot: dict[str, Any]


def write_report(*, experiment: Experiment, standing: Standing, ending: Ending) -> Report:
    """The page and the figures behind it. The same rows at the same time give the same page."""
    arms = list(
        Arm.objects.filter(experiment=experiment).select_related("variant").order_by("number")
    )
    epochs = list(ExperimentEpoch.objects.filter(experiment=experiment).order_by("number"))
    language = language_of(experiment)
    mails = report_mails.mails_of(experiment, arms, language)
    with override(language):
        html = render_to_string(
            "analytics/experiment_report.html",
            {
                "language": get_language(),
                "experiment": experiment,
                "ending": ending,
                "standing": standing,
                "mails": mails,
                **report_rows.rows_of(experiment, epochs, standing, ending),
            },
        )
    return Report(
        language=language,
        html=html,
        sha256=hashlib.sha256(html.encode()).hexdigest(),
        snapshot=_snapshot(experiment, standing, ending, arms, epochs),
    )


def language_of(experiment: Experiment) -> str:
    """The store's, or of several stores their agency's."""
    if experiment.store_id is None:
        return Agency.objects.values_list("locale", flat=True).get(pk=experiment.agency_id)
    return Store.objects.values_list("locale", flat=True).get(pk=experiment.store_id)


def _snapshot(
    experiment: Experiment,
    standing: Standing,
    ending: Ending,
    arms: list[Arm],
    epochs: list[ExperimentEpoch],
) -> dict[str, Any]:
    """All figures, and all that was declared."""
    names = [
        field.attname
        for field in experiment._meta.concrete_fields
        if field.attname not in ("id", "agency_id", "salt")
    ]
    return {
        "experiment": {name: as_json(getattr(experiment, name)) for name in names},
        "arms": [
            {
                "number": arm.number,
                "label": arm.label,
                "name": arm.name,
                "variant": arm.variant.label if arm.variant else None,
                "sender_name": arm.sender_name,
                "delay_seconds": arm.delay.total_seconds() if arm.delay else 0,
            }
            for arm in arms
        ],
        "epochs": [
            {
                "number": each.number,
                "started_at": each.started_at.isoformat(),
                "weights_bp": each.weights_bp,
                "coverage_bp": each.coverage_bp,
                "reason": each.reason,
            }
            for each in epochs
        ],
        "decision": as_json(ending),
        "standing": as_json(standing),
    }
