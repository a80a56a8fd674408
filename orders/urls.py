"""The room's paths below /api/v1/."""

from django.urls import path

from orders import (
    api,
    archive_api,
    links_api,
    many_api,
    order_batches_api,
    shop_notes_api,
    tag_writes_api,
    tasks_api,
)

urlpatterns = [
    path("orders/tags/bulk/", many_api.ManyTags.as_view(), name="orders-tags-bulk"),
    path("orders/notes/bulk/", many_api.ManyNotes.as_view(), name="orders-notes-bulk"),
    path("orders/archive/", archive_api.ArchiveMany.as_view(), name="orders-archive-many"),
    path("orders/<uuid:public_id>/archive/", archive_api.Archive.as_view(), name="orders-archive"),
    path(
        "orders/<uuid:public_id>/unarchive/",
        archive_api.Unarchive.as_view(),
        name="orders-unarchive",
    ),
    path(
        "orders/<uuid:public_id>/contacts/", archive_api.Contacts.as_view(), name="orders-contacts"
    ),
    path(
        "stores/<uuid:public_id>/archive-policy/",
        archive_api.Policy.as_view(),
        name="orders-store-archive-policy",
    ),
    path(
        "stores/<uuid:public_id>/funnel/",
        archive_api.StoreFunnel.as_view(),
        name="orders-store-funnel",
    ),
    path(
        "orders/<uuid:public_id>/tags/write-again/",
        tag_writes_api.TagWritesAgain.as_view(),
        name="orders-tags-again",
    ),
    path("order-batches/", order_batches_api.OrderBatches.as_view(), name="orders-batches"),
    path(
        "order-batches/dry-run/",
        order_batches_api.Foresee.as_view(),
        name="orders-batches-dry-run",
    ),
    path(
        "order-batches/<uuid:public_id>/",
        order_batches_api.OneOrderBatch.as_view(),
        name="orders-batch",
    ),
    path(
        "order-batches/<uuid:public_id>/cancel/",
        order_batches_api.CancelOrderBatch.as_view(),
        name="orders-batch-cancel",
    ),
    path(
        "orders/<uuid:public_id>/shop-note/",
        shop_notes_api.ShopNote.as_view(),
        name="orders-shop-note",
    ),
    path("orders/<uuid:public_id>/notes/", api.Notes.as_view(), name="orders-notes"),
    path(
        "orders/<uuid:public_id>/renew-link/",
        links_api.LinkRenewal.as_view(),
        name="orders-link-renewal",
    ),
    path("orders/<uuid:public_id>/tags/", api.Tags.as_view(), name="orders-tags"),
    path(
        "orders/<uuid:public_id>/tags/remove/", api.TagRemoval.as_view(), name="orders-tag-removal"
    ),
    path("tasks/", tasks_api.Tasks.as_view(), name="orders-tasks"),
    path("tasks/<uuid:public_id>/done/", tasks_api.TaskDone.as_view(), name="orders-task-done"),
]
