"""The room's paths below /api/v1/."""

from django.urls import path

from intake import buyers_api, catching_up_api, orders_api, shop_erasures_api, webhooks_api

_BACKFILL = "backfills/<uuid:public_id>/"
urlpatterns = [
    path(
        "stores/<uuid:public_id>/backfills/",
        catching_up_api.Backfills.as_view(),
        name="intake-store-backfills",
    ),
    path(_BACKFILL, catching_up_api.OneBackfill.as_view(), name="intake-backfill"),
    path(
        f"{_BACKFILL}pause/", catching_up_api.PauseBackfill.as_view(), name="intake-backfill-pause"
    ),
    path(
        f"{_BACKFILL}resume/",
        catching_up_api.ResumeBackfill.as_view(),
        name="intake-backfill-resume",
    ),
    path(
        f"{_BACKFILL}cancel/",
        catching_up_api.CancelBackfill.as_view(),
        name="intake-backfill-cancel",
    ),
    path(
        "stores/<uuid:public_id>/reconciliations/",
        catching_up_api.Passes.as_view(),
        name="intake-store-reconciliations",
    ),
    path(
        "stores/<uuid:public_id>/late-orders/",
        catching_up_api.LateOrders.as_view(),
        name="intake-store-late-orders",
    ),
    path(
        "stores/<uuid:public_id>/orders/",
        orders_api.StoreOrders.as_view(),
        name="intake-store-orders",
    ),
    path("shopify-webhooks/", webhooks_api.Webhooks.as_view(), name="intake-webhooks"),
    path(
        "shopify-webhooks/<uuid:public_id>/",
        webhooks_api.OneWebhook.as_view(),
        name="intake-one-webhook",
    ),
    path(
        "shopify-webhooks/<uuid:public_id>/replay/",
        webhooks_api.Replay.as_view(),
        name="intake-one-webhook-replay",
    ),
    path("data-exports/", buyers_api.Copies.as_view(), name="intake-copies"),
    path("data-exports/<uuid:public_id>/", buyers_api.OneCopy.as_view(), name="intake-copy"),
    path(
        "data-exports/<uuid:public_id>/take/",
        buyers_api.CopyTaking.as_view(),
        name="intake-copy-taking",
    ),
    path(
        "data-exports/<uuid:public_id>/make-again/",
        buyers_api.CopyAgain.as_view(),
        name="intake-copy-again",
    ),
    path("erasures/", buyers_api.Erasures.as_view(), name="intake-erasures"),
    path(
        "stores/<uuid:public_id>/erasures/",
        shop_erasures_api.ShopErasures.as_view(),
        name="intake-store-erasures",
    ),
    path(
        "stores/<uuid:public_id>/retention/",
        buyers_api.StoreRetention.as_view(),
        name="intake-store-retention",
    ),
]
