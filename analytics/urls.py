"""The room's paths below /api/v1/."""

from django.urls import path

from analytics import api, baskets_api, behind_api, experiments_api, figures_api, reports_api

EXPERIMENT = "experiments/<uuid:public_id>/"

urlpatterns = [
    path("figures/baskets/", baskets_api.FiguresOfBaskets.as_view(), name="analytics-baskets"),
    path("figures/reports/", reports_api.FigureReports.as_view(), name="analytics-figure-reports"),
    path(
        "figures/reports/<uuid:public_id>/removal/",
        reports_api.FigureReportRemoval.as_view(),
        name="analytics-report-removal",
    ),
    path("figures/", figures_api.FiguresOfDays.as_view(), name="analytics-figures"),
    path(
        "incidents/<uuid:public_id>/note/",
        api.IncidentNote.as_view(),
        name="analytics-incident-note",
    ),
    path("figures/behind/", behind_api.Behind.as_view(), name="analytics-figures-behind"),
    path("incidents/", api.Incidents.as_view(), name="analytics-incidents"),
    path("experiments/plan/", experiments_api.Plan.as_view(), name="analytics-experiment-plan"),
    path(
        f"{EXPERIMENT}results/",
        experiments_api.Results.as_view(),
        name="analytics-experiment-results",
    ),
    path(f"{EXPERIMENT}looks/", experiments_api.Looks.as_view(), name="analytics-experiment-looks"),
    path(
        f"{EXPERIMENT}decide/",
        experiments_api.Decide.as_view(),
        name="analytics-experiment-decide",
    ),
    path(
        f"{EXPERIMENT}report/",
        experiments_api.Report.as_view(),
        name="analytics-experiment-report",
    ),
]
