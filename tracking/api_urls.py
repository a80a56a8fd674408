"""The room's paths below /api/v1/."""

from django.urls import path

from tracking import attribution_api

urlpatterns = [
    path(
        "stores/<uuid:public_id>/attribution/",
        attribution_api.Counting.as_view(),
        name="tracking-store-attribution",
    ),
    path(
        "orders/<uuid:public_id>/attribution/",
        attribution_api.OrderAttribution.as_view(),
        name="tracking-order-attribution",
    ),
]
