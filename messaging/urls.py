"""The room's paths below /api/v1/."""

from django.urls import path

from messaging import (
    api,
    baskets_api,
    bulk_api,
    by_channel_api,
    consents_api,
    correcting_api,
    domains_api,
    guard_api,
    many_api,
    numbers_api,
    parcel_imports_api,
    parcels_api,
    promise_runs_api,
    promises_api,
    promo_api,
    rescue_api,
    rules_api,
    scans_api,
    senders_api,
    tracking_domains_api,
    trials_api,
    write_back_api,
)

urlpatterns = [
    path("baskets/", baskets_api.Baskets.as_view(), name="messaging-baskets"),
    path(
        "stores/<uuid:public_id>/baskets/",
        baskets_api.StoreBaskets.as_view(),
        name="messaging-store-baskets",
    ),
    path("orders/", api.Orders.as_view(), name="messaging-orders"),
    path("orders/<uuid:public_id>/", api.ReadOrder.as_view(), name="messaging-order-read"),
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
    path(
        "orders/<uuid:public_id>/promise/",
        promises_api.OrderPromise.as_view(),
        name="messaging-order-promise",
    ),
    path("promises/at-risk/", promises_api.AtRisk.as_view(), name="messaging-promises-at-risk"),
    path(
        "parcels/<uuid:public_id>/scans/", scans_api.Scans.as_view(), name="messaging-parcel-scans"
    ),
    path("parcels/", parcels_api.Parcels.as_view(), name="messaging-parcels"),
    path("parcels/bulk/", many_api.ManyParcels.as_view(), name="messaging-parcels-bulk"),
    path("messages/bulk/", many_api.ManyMessages.as_view(), name="messaging-messages-bulk"),
    path(
        "suppressions/bulk/",
        many_api.ManySuppressions.as_view(),
        name="messaging-suppressions-bulk",
    ),
    path("parcels/<uuid:public_id>/", parcels_api.OneParcel.as_view(), name="messaging-parcel"),
    path(
        "orders/<uuid:public_id>/parcels/",
        parcels_api.ParcelsOfOrder.as_view(),
        name="messaging-order-parcels",
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
        "orders/<uuid:public_id>/phone/", numbers_api.Phone.as_view(), name="messaging-order-phone"
    ),
    path(
        "orders/<uuid:public_id>/send/",
        correcting_api.SendOfOrder.as_view(),
        name="messaging-order-send",
    ),
    path(
        "stores/<uuid:public_id>/channel-modes/",
        by_channel_api.ChannelModes.as_view(),
        name="messaging-store-channel-modes",
    ),
    path(
        "stores/<uuid:public_id>/channel-modes/clear/",
        by_channel_api.ClearChannelMode.as_view(),
        name="messaging-store-channel-modes-clear",
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
    path(
        "templates/<uuid:public_id>/test/",
        trials_api.Test.as_view(),
        name="messaging-template-test",
    ),
    path("parcel-imports/", parcel_imports_api.Imports.as_view(), name="messaging-imports"),
    path(
        "parcel-imports/<uuid:public_id>/",
        parcel_imports_api.OneImport.as_view(),
        name="messaging-import",
    ),
    path(
        "parcel-imports/<uuid:public_id>/lines/",
        parcel_imports_api.ImportLines.as_view(),
        name="messaging-import-lines",
    ),
    path(
        "parcel-imports/<uuid:public_id>/begin/",
        parcel_imports_api.BeginImport.as_view(),
        name="messaging-import-begin",
    ),
    path(
        "parcel-imports/<uuid:public_id>/cancel/",
        parcel_imports_api.CancelImport.as_view(),
        name="messaging-import-cancel",
    ),
    path(
        "parcels/<uuid:public_id>/write-back/",
        write_back_api.WriteBack.as_view(),
        name="messaging-parcel-write-back",
    ),
    path(
        "stores/<uuid:public_id>/promise-runs/",
        promise_runs_api.PromiseRuns.as_view(),
        name="messaging-store-promise-runs",
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
    path(
        "stores/<uuid:public_id>/tracking-domain/",
        tracking_domains_api.StoreTrackingDomain.as_view(),
        name="messaging-store-tracking-domain",
    ),
    path(
        "stores/<uuid:public_id>/tracking-domain/check/",
        tracking_domains_api.CheckTrackingDomain.as_view(),
        name="messaging-store-tracking-domain-check",
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
