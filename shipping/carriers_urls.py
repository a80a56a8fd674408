"""The paths of carriers below /api/v1/."""

from django.urls import path

from shipping import carriers_api

urlpatterns = [
    path("carriers/", carriers_api.Carriers.as_view(), name="shipping-carriers"),
    path("carriers/known/", carriers_api.KnownCarriers.as_view(), name="shipping-carriers-known"),
    path("carriers/detect/", carriers_api.Detection.as_view(), name="shipping-carriers-detect"),
    path(
        "carriers/<uuid:public_id>/",
        carriers_api.OneCarrier.as_view(),
        name="shipping-carrier",
    ),
]
