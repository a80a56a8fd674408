"""The room's paths below /api/v1/."""

from django.urls import path

from messaging import api, promo_api, rules_api

urlpatterns = [
    path("orders/", api.Orders.as_view(), name="messaging-orders"),
    path(
        "orders/<uuid:public_id>/timeline/",
        api.OrderTimeline.as_view(),
        name="messaging-order-timeline",
    ),
    path(
        "orders/<uuid:public_id>/messages/",
        api.OrderMessages.as_view(),
        name="messaging-order-messages",
    ),
    path("messages/", api.Messages.as_view(), name="messaging-messages"),
    path("messages/<uuid:public_id>/", api.OneMessage.as_view(), name="messaging-message"),
    path("messages/<uuid:public_id>/body/", api.Body.as_view(), name="messaging-body"),
    path("messages/<uuid:public_id>/release/", api.Release.as_view(), name="messaging-release"),
    path("messages/<uuid:public_id>/cancel/", api.Cancellation.as_view(), name="messaging-cancel"),
    path(
        "messages/<uuid:public_id>/send-again/",
        api.SendAgain.as_view(),
        name="messaging-send-again",
    ),
    path("stores/<uuid:public_id>/modes/", rules_api.Modes.as_view(), name="messaging-store-modes"),
    path("promo-pools/", promo_api.PromoPools.as_view(), name="messaging-promo-pools"),
    path("suppressions/", rules_api.Suppressions.as_view(), name="messaging-suppressions"),
    path(
        "suppressions/<uuid:public_id>/lift/",
        rules_api.Lift.as_view(),
        name="messaging-suppression-lift",
    ),
]
