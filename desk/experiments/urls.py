"""Where these pages stand below /admin/; the site puts its guard before each."""

from collections.abc import Callable
from typing import Final

from django.http import HttpResponse

from desk.experiments import drafts, layers, lists, planner, reports, result, steering

View = Callable[..., HttpResponse]

ROUTES: Final[list[tuple[str, View, str]]] = [
    ("experiments/", lists.page, "experiments_changelist"),
    ("experiments/new/", drafts.new, "experiments_add"),
    ("experiments/planner/", planner.panel, "experiments_planner"),
    ("experiments/layers/", layers.page, "experiments_layers"),
    ("experiments/layers/hold-out/", layers.hold_out, "experiments_hold_out"),
    ("experiments/<uuid:public_id>/", result.page, "experiments_change"),
    ("experiments/<uuid:public_id>/edit/", drafts.edit, "experiments_edit"),
    ("experiments/<uuid:public_id>/forget/", drafts.forget, "experiments_forget"),
    ("experiments/<uuid:public_id>/start/", steering.start, "experiments_start"),
    ("experiments/<uuid:public_id>/decide/", steering.decide, "experiments_decide"),
    ("experiments/<uuid:public_id>/shares/", steering.reweigh, "experiments_reweigh"),
    ("experiments/<uuid:public_id>/report/", reports.page, "experiments_report"),
    ("experiments/<uuid:public_id>/report/file/", reports.file, "experiments_report_file"),
]
