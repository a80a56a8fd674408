"""The room's paths below /api/v1/."""

from django.urls import path

from analytics import api

urlpatterns = [
    path("incidents/", api.Incidents.as_view(), name="analytics-incidents"),
]
