"""Where these pages stand below /admin/; the site puts its guard before each."""

from collections.abc import Callable
from typing import Final

from django.http import HttpResponseBase

from desk.figures import behind, mailing, page

View = Callable[..., HttpResponseBase]

ROUTES: Final[list[tuple[str, View, str]]] = [
    ("figures/", page.page, "figures_changelist"),
    ("figures/csv/", page.file, "figures_file"),
    ("figures/behind/", behind.page, "figures_behind"),
    ("figures/reports/", mailing.page, "figures_reports"),
    ("figures/reports/ask/", mailing.ask, "figures_report_ask"),
    ("figures/reports/<uuid:public_id>/stop/", mailing.stop, "figures_report_stop"),
]
