"""The room's paths below /api/v1/."""

from django.urls import path

from fleet import api

STORE = "stores/<uuid:public_id>/"

urlpatterns = [
    path("health/", api.Health.as_view(), name="fleet-health"),
    path(f"{STORE}health/", api.OneHealth.as_view(), name="fleet-store-health"),
    path(f"{STORE}health/look/", api.LookAgain.as_view(), name="fleet-store-health-look"),
    path(f"{STORE}findings/", api.Findings.as_view(), name="fleet-store-findings"),
    path("alerts/", api.Alerts.as_view(), name="fleet-alerts"),
    path("alerts/<uuid:public_id>/", api.OneAlert.as_view(), name="fleet-alert"),
]
