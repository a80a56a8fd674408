"""The room's paths below /api/v1/."""

from django.urls import path

from orders import api

urlpatterns = [
    path("orders/<uuid:public_id>/", api.OneOrder.as_view(), name="orders-order"),
    path("orders/<uuid:public_id>/notes/", api.Notes.as_view(), name="orders-notes"),
    path("orders/<uuid:public_id>/tags/", api.Tags.as_view(), name="orders-tags"),
    path(
        "orders/<uuid:public_id>/tags/remove/", api.TagRemoval.as_view(), name="orders-tag-removal"
    ),
]
