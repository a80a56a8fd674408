"""The room's paths below /api/v1/."""

from django.urls import path

from messaging import (
    api,
    bulk_api,
    consents_api,
    correcting_api,
    domains_api,
    guard_api,
    promo_api,
    rescue_api,
    rules_api,
    senders_api,
)

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
    path("messages/<uuid:public_id>/source/", api.Source.as_view(), name="messaging-source"),
    path("messages/<uuid:public_id>/release/", api.Release.as_view(), name="messaging-release"),
    path("messages/<uuid:public_id>/cancel/", api.Cancellation.as_view(), name="messaging-cancel"),
    path(
        "messages/<uuid:public_id>/mark-sent/",
        api.MarkSent.as_view(),
        name="messaging-mark-sent",
    ),
    path(
        "messages/<uuid:public_id>/send-again/",
        correcting_api.SendAgain.as_view(),
        name="messaging-send-again",
    ),
    path(
        "messages/send-again/",
        correcting_api.SendManyAgain.as_view(),
        name="messaging-send-many-again",
    ),
    path(
        "messages/<uuid:public_id>/preview-again/",
        correcting_api.Foreseeing.as_view(),
        name="messaging-preview-again",
    ),
    path(
        "orders/<uuid:public_id>/send/",
        correcting_api.SendOfOrder.as_view(),
        name="messaging-order-send",
    ),
    path("stores/<uuid:public_id>/modes/", rules_api.Modes.as_view(), name="messaging-store-modes"),
    path(
        "stores/<uuid:public_id>/senders/",
        senders_api.Senders.as_view(),
        name="messaging-store-senders",
    ),
    path(
        "stores/<uuid:public_id>/senders/order/",
        senders_api.SendersOrder.as_view(),
        name="messaging-store-senders-order",
    ),
    path("senders/<uuid:public_id>/", senders_api.OneSender.as_view(), name="messaging-sender"),
    path(
        "senders/<uuid:public_id>/resume/",
        senders_api.SenderResume.as_view(),
        name="messaging-sender-resume",
    ),
    path("message-batches/", bulk_api.Batches.as_view(), name="messaging-batches"),
    path("message-batches/dry-run/", bulk_api.Foresee.as_view(), name="messaging-batches-dry-run"),
    path("message-batches/<uuid:public_id>/", bulk_api.OneBatch.as_view(), name="messaging-batch"),
    path(
        "message-batches/<uuid:public_id>/cancel/",
        bulk_api.CancelBatch.as_view(),
        name="messaging-batch-cancel",
    ),
    path(
        "stores/<uuid:public_id>/checklist/",
        guard_api.ChecklistView.as_view(),
        name="messaging-store-checklist",
    ),
    path("consents/", consents_api.Consents.as_view(), name="messaging-consents"),
    path("halts/", bulk_api.Halts.as_view(), name="messaging-halts"),
    path("halts/<uuid:public_id>/lift/", bulk_api.LiftHalt.as_view(), name="messaging-halt-lift"),
    path("promo-pools/", promo_api.PromoPools.as_view(), name="messaging-promo-pools"),
    path(
        "senders/<uuid:public_id>/domain-check/",
        domains_api.SenderDomain.as_view(),
        name="messaging-sender-domain",
    ),
    path("rescue-cases/", rescue_api.RescueCases.as_view(), name="messaging-rescue-cases"),
    path(
        "rescue-cases/<uuid:public_id>/mend/",
        rescue_api.Mend.as_view(),
        name="messaging-rescue-case-mend",
    ),
    path(
        "rescue-cases/<uuid:public_id>/dismiss/",
        rescue_api.Dismissal.as_view(),
        name="messaging-rescue-case-dismiss",
    ),
    path("suppressions/", rules_api.Suppressions.as_view(), name="messaging-suppressions"),
    path(
        "suppressions/<uuid:public_id>/lift/",
        rules_api.Lift.as_view(),
        name="messaging-suppression-lift",
    ),
]
