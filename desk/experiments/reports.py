"""The archived report of a test: as it was written when it was decided, for ever."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.text import slugify
from django.utils.translation import gettext as _

from analytics.models import Decision
from desk.experiments.common import experiment_or_404, needs_a_view, shown
from templates_app.models import Experiment


def page(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The report in a frame of its own, and beside it what it is."""
    needs_a_view(request)
    experiment = experiment_or_404(public_id)
    decisions = _decisions(experiment)
    chosen = _chosen(decisions, request.GET.get("number", ""))
    above = (experiment.name, f"../../{experiment.public_id}/")
    return shown(
        request,
        "report",
        _("Report"),
        above,
        experiment=experiment,
        decisions=decisions,
        decision=chosen,
    )


def file(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The page itself, to print or to keep; it may run nothing and fetch nothing."""
    needs_a_view(request)
    experiment = experiment_or_404(public_id)
    decision = _chosen(_decisions(experiment), request.GET.get("number", ""))
    response = HttpResponse(decision.html)
    response["Content-Security-Policy"] = (
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox allow-modals"
    )
    name = f"{slugify(experiment.name) or 'report'}-{decision.number}.html"
    kind = "attachment" if "download" in request.GET else "inline"
    response["Content-Disposition"] = f'{kind}; filename="{name}"'
    return response


def _decisions(experiment: Experiment) -> list[Decision]:
    """Newest first; a roll-back is decided after a winner. One query."""
    return list(Decision.objects.filter(experiment=experiment).order_by("-number"))


def _chosen(decisions: list[Decision], number: str) -> Decision:
    found = [one for one in decisions if not number or str(one.number) == number]
    if not found:
        raise Http404
    return found[0]
