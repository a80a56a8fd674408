"""The room's paths below /api/v1/."""

from django.urls import path

from outbound import api, deliveries_api, events_api

ENDPOINT = "endpoints/<uuid:public_id>/"
DELIVERY = "deliveries/<uuid:public_id>/"

urlpatterns = [
    path("events/", events_api.Events.as_view(), name="outbound-events"),
    path("endpoints/", api.Endpoints.as_view(), name="outbound-endpoints"),
    path(ENDPOINT, api.OneEndpoint.as_view(), name="outbound-endpoint"),
    path(
        f"{ENDPOINT}secret/rotate/",
        api.SecretRotation.as_view(),
        name="outbound-endpoint-secret-rotation",
    ),
    path(
        f"{ENDPOINT}secret/end-previous/",
        api.PreviousSecretEnd.as_view(),
        name="outbound-endpoint-secret-end",
    ),
    path(f"{ENDPOINT}pause/", api.Pause.as_view(), name="outbound-endpoint-pause"),
    path(f"{ENDPOINT}enable/", api.Enabling.as_view(), name="outbound-endpoint-enabling"),
    path(f"{ENDPOINT}test/", deliveries_api.TestEvent.as_view(), name="outbound-endpoint-test"),
    path(
        f"{ENDPOINT}deliveries/",
        deliveries_api.Deliveries.as_view(),
        name="outbound-endpoint-deliveries",
    ),
    path(
        f"{ENDPOINT}redrive/",
        deliveries_api.RedriveFailed.as_view(),
        name="outbound-endpoint-redrive",
    ),
    path(f"{ENDPOINT}replay/", deliveries_api.Replaying.as_view(), name="outbound-endpoint-replay"),
    path(f"{ENDPOINT}replays/", deliveries_api.Replays.as_view(), name="outbound-endpoint-replays"),
    path(
        "replays/<uuid:public_id>/stop/",
        deliveries_api.ReplayStop.as_view(),
        name="outbound-replay-stop",
    ),
    path(DELIVERY, deliveries_api.OneDelivery.as_view(), name="outbound-delivery"),
    path(f"{DELIVERY}redrive/", deliveries_api.Redrive.as_view(), name="outbound-delivery-redrive"),
]
