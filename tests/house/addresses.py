"""What the addresses of our own pages name: rows of a world, not only the model's own."""

from collections.abc import Callable
from typing import Any

from analytics.models import FigureReport
from automations.models import Rule
from fleet.models import AlertRule
from messaging.models import Batch, Halt
from orders.models import Order, OrderBatch, StaffTask
from outbound.models import Delivery, Endpoint, Replay
from shipping.models import Parcel, ParcelImport
from statuspage.models import BuyerRequest, FaqEntry
from stores.models import DataExport
from templates_app.data import NotificationKind
from templates_app.models import Experiment, Revision, Rollout, Template
from tests.house.world import World

KIND = NotificationKind.ORDER_CONFIRMATION
OF_WORDS: dict[str, Callable[[World], list[Any]]] = {
    "admin:buyers_data_changelist": lambda world: [],
    "admin:buyers_data_ask": lambda world: [],
    "admin:buyers_data_erase": lambda world: [],
    "admin:buyers_data_erase_shop": lambda world: [],
    "admin:buyers_data_take": lambda world: [world.rows[DataExport].public_id],
    "admin:buyers_data_again": lambda world: [world.rows[DataExport].public_id],
    "admin:retention_changelist": lambda world: [],
    "admin:retention_change": lambda world: [world.store.pk],
    "admin:changes_changelist": lambda world: [],
    "admin:look_changelist": lambda world: [],
    "admin:look_stylesheet": lambda world: ["7a2e11"],
    "admin:template-store": lambda world: [world.store.pk],
    "admin:template-import": lambda world: [world.store.pk],
    "admin:template-store-export": lambda world: [world.store.pk],
    "admin:template-own": lambda world: [KIND],
    "admin:template-agency-history": lambda world: [KIND],
    "admin:template-history": lambda world: [world.rows[Template].pk],
    "admin:template-store-history": lambda world: [world.store.pk, KIND],
    "admin:template-revision": lambda world: [world.rows[Revision].pk],
    "admin:template-revision-again": lambda world: [world.rows[Revision].pk],
    "admin:template-push": lambda world: [],
    "admin:template-push-difference": lambda world: [],
    "admin:template-rollouts": lambda world: [],
    "admin:template-rollout": lambda world: [world.rows[Rollout].public_id],
    "admin:template-rollout-steer": lambda world: [world.rows[Rollout].public_id],
    "admin:experiments_changelist": lambda world: [],
    "admin:experiments_add": lambda world: [],
    "admin:experiments_planner": lambda world: [],
    "admin:experiments_layers": lambda world: [],
    "admin:experiments_hold_out": lambda world: [],
    "admin:experiments_change": lambda world: [world.rows[Experiment].public_id],
    "admin:experiments_edit": lambda world: [world.rows[Experiment].public_id],
    "admin:experiments_forget": lambda world: [world.rows[Experiment].public_id],
    "admin:experiments_start": lambda world: [world.rows[Experiment].public_id],
    "admin:experiments_decide": lambda world: [world.rows[Experiment].public_id],
    "admin:experiments_reweigh": lambda world: [world.rows[Experiment].public_id],
    "admin:experiments_report": lambda world: [world.rows[Experiment].public_id],
    "admin:experiments_report_file": lambda world: [world.rows[Experiment].public_id],
    "admin:figures_report_stop": lambda world: [world.rows[FigureReport].public_id],
    "admin:funnel_changelist": lambda world: [],
    "admin:archive_rule": lambda world: [world.store.pk],
    "admin:order_batches_changelist": lambda world: [],
    "admin:order_batches_add": lambda world: [],
    "admin:order_batches_change": lambda world: [world.rows[OrderBatch].public_id],
    "admin:order_batches_cancel": lambda world: [world.rows[OrderBatch].public_id],
    "admin:requests_settle": lambda world: [world.rows[BuyerRequest].public_id],
    "admin:requests_tell": lambda world: [world.rows[BuyerRequest].public_id],
    "admin:statuspages_change": lambda world: [world.store.pk],
    "admin:statuspages_question_add": lambda world: [world.store.pk],
    "admin:statuspages_question_change": lambda world: [world.rows[FaqEntry].public_id],
    "admin:statuspages_question_move": lambda world: [world.rows[FaqEntry].public_id],
    "admin:statuspages_question_remove": lambda world: [world.rows[FaqEntry].public_id],
    "admin:order_promise": lambda world: [world.rows[Order].pk],
    "admin:parcels_add": lambda world: [world.rows[Order].pk],
    "admin:parcels_change": lambda world: [world.rows[Parcel].public_id],
    "admin:parcels_remove": lambda world: [world.rows[Parcel].public_id],
    "admin:parcels_write_back": lambda world: [world.rows[Parcel].public_id],
    "admin:parcel_imports_changelist": lambda world: [],
    "admin:parcel_imports_add": lambda world: [],
    "admin:parcel_imports_change": lambda world: [world.rows[ParcelImport].public_id],
    "admin:parcel_imports_begin": lambda world: [world.rows[ParcelImport].public_id],
    "admin:parcel_imports_cancel": lambda world: [world.rows[ParcelImport].public_id],
    "admin:parcel_imports_bad": lambda world: [world.rows[ParcelImport].public_id],
    "admin:batches_changelist": lambda world: [],
    "admin:batches_add": lambda world: [],
    "admin:batches_change": lambda world: [world.rows[Batch].public_id],
    "admin:batches_cancel": lambda world: [world.rows[Batch].public_id],
    "admin:checklist": lambda world: [world.store.pk],
    "admin:tracking_domain": lambda world: [world.store.pk],
    "admin:tracking_domain_check": lambda world: [world.store.pk],
    "admin:checklist_say": lambda world: [world.store.pk],
    **dict.fromkeys(
        [
            *("admin:catching_up", "admin:catching_up_start", "admin:catching_up_pause"),
            *("admin:catching_up_resume", "admin:catching_up_cancel", "admin:catching_up_look"),
            *("admin:catching_up_answer", "admin:store_subscriptions"),
            "admin:store_subscriptions_keep",
        ],
        lambda world: [world.store.pk],
    ),
    "admin:halts_changelist": lambda world: [],
    "admin:halts_add": lambda world: [],
    "admin:halts_lift": lambda world: [world.rows[Halt].public_id],
    "admin:automations_changelist": lambda world: [],
    "admin:automations_add": lambda world: [],
    "admin:automations_recipe": lambda world: [],
    "admin:automations_tasks": lambda world: [],
    "admin:automations_task_done": lambda world: [world.rows[StaffTask].public_id],
    **dict.fromkeys(
        [
            *("admin:automations_change", "admin:automations_edit", "admin:automations_remove"),
            *("admin:automations_on", "admin:automations_off", "admin:automations_secret"),
        ],
        lambda world: [world.rows[Rule].public_id],
    ),
    "admin:store_health": lambda world: [world.store.pk],
    "admin:store_look": lambda world: [world.store.pk],
    "admin:alerts_changelist": lambda world: [],
    "admin:alerts_add": lambda world: [],
    "admin:alerts_change": lambda world: [world.rows[AlertRule].public_id],
    "admin:alerts_remove": lambda world: [world.rows[AlertRule].public_id],
    "admin:endpoints_changelist": lambda world: [],
    "admin:endpoints_add": lambda world: [],
    "admin:endpoints_replay_stop": lambda world: [world.rows[Replay].public_id],
    "admin:endpoints_delivery": lambda world: [world.rows[Delivery].public_id],
    "admin:endpoints_delivery_again": lambda world: [world.rows[Delivery].public_id],
    **dict.fromkeys(
        [
            *("admin:endpoints_change", "admin:endpoints_edit", "admin:endpoints_remove"),
            *("admin:endpoints_secret", "admin:endpoints_secret_end", "admin:endpoints_test"),
            *("admin:endpoints_pause", "admin:endpoints_enable", "admin:endpoints_again"),
            *("admin:endpoints_replay", "admin:endpoints_deliveries"),
        ],
        lambda world: [world.rows[Endpoint].public_id],
    ),
}
# Of these the address names nobody's row.
OF_NOBODY = {
    "admin:buyers_data_changelist",
    "admin:buyers_data_ask",
    "admin:buyers_data_erase",
    "admin:buyers_data_erase_shop",
    "admin:retention_changelist",
    "admin:changes_changelist",
    "admin:look_changelist",
    "admin:look_stylesheet",
    "admin:template-agency-history",
    "admin:template-push",
    "admin:template-rollouts",
    "admin:experiments_changelist",
    "admin:experiments_add",
    "admin:experiments_planner",
    "admin:experiments_layers",
    "admin:experiments_hold_out",
    "admin:parcel_imports_changelist",
    "admin:parcel_imports_add",
    "admin:batches_changelist",
    "admin:batches_add",
    "admin:funnel_changelist",
    "admin:order_batches_changelist",
    "admin:order_batches_add",
    "admin:halts_changelist",
    "admin:halts_add",
    "admin:automations_changelist",
    "admin:automations_add",
    "admin:automations_recipe",
    "admin:automations_tasks",
    "admin:endpoints_changelist",
    "admin:endpoints_add",
    "admin:alerts_changelist",
    "admin:alerts_add",
}


def query_of(name: str, world: World) -> str:
    queries = {
        "admin:order_batches_add": "?deed=ARCHIVE&stage=DONE",
        "admin:batches_add": "?deed=RELEASE&state=HELD",
        "admin:template-own": f"?store={world.store.public_id}",
        "admin:template-push-difference": f"?chosen=1&kind={KIND}&store={world.store.pk}",
    }
    return queries.get(name, "")
