"""The paths of parcels' life below /api/v1/; scans of a parcel stand in messaging/urls.py."""

from django.urls import path

from shipping import alarms_api, trackers_api

urlpatterns = [
    path("alarms/", alarms_api.Alarms.as_view(), name="shipping-alarms"),
    path(
        "alarms/<uuid:public_id>/settle/",
        alarms_api.Settlement.as_view(),
        name="shipping-alarm-settle",
    ),
    path("tracking-services/", trackers_api.TrackerAccounts.as_view(), name="shipping-trackers"),
    path(
        "tracking-services/<uuid:public_id>/",
        trackers_api.OneTrackerAccount.as_view(),
        name="shipping-tracker",
    ),
]
