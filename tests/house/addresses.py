"""What the addresses of our own pages name: rows of a world, not only the model's own."""

from collections.abc import Callable
from typing import Any

from messaging.models import Batch, Halt
from templates_app.data import NotificationKind
from templates_app.models import Revision, Rollout, Template
from tests.house.world import World

KIND = NotificationKind.ORDER_CONFIRMATION
OF_WORDS: dict[str, Callable[[World], list[Any]]] = {
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
    "admin:batches_changelist": lambda world: [],
    "admin:batches_add": lambda world: [],
    "admin:batches_change": lambda world: [world.rows[Batch].public_id],
    "admin:batches_cancel": lambda world: [world.rows[Batch].public_id],
    "admin:checklist": lambda world: [world.store.pk],
    "admin:checklist_say": lambda world: [world.store.pk],
    "admin:halts_changelist": lambda world: [],
    "admin:halts_add": lambda world: [],
    "admin:halts_lift": lambda world: [world.rows[Halt].public_id],
}
# Of these the address names nobody's row.
OF_NOBODY = {
    "admin:template-agency-history",
    "admin:template-push",
    "admin:template-rollouts",
    "admin:batches_changelist",
    "admin:batches_add",
    "admin:halts_changelist",
    "admin:halts_add",
}


def query_of(name: str, world: World) -> str:
    queries = {
        "admin:batches_add": "?deed=RELEASE&state=HELD",
        "admin:template-own": f"?store={world.store.public_id}",
        "admin:template-push-difference": f"?chosen=1&kind={KIND}&store={world.store.pk}",
    }
    return queries.get(name, "")
