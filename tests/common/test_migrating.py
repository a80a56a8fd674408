"""States that grow in place end where Django's end."""

from typing import TYPE_CHECKING, Any

from django.apps.registry import Apps
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from common.db.migrating import GrowingState

if TYPE_CHECKING:
    from django.db.migrations.state import ProjectState


def described(apps: Apps) -> dict[str, dict[str, Any]]:
    """What operations ask of the classes of a state."""
    return {
        model._meta.label: {
            "table": model._meta.db_table,
            "fields": {
                field.name: (field.column, field.db_type(connection), _target(field))
                for field in model._meta.local_fields
            },
            "pointed at by": sorted(
                (one.related_model._meta.label, one.field.name)
                for one in model._meta.related_objects
            ),
            "indexes": [index.deconstruct() for index in model._meta.indexes],
            "constraints": [constraint.name for constraint in model._meta.constraints],
        }
        for model in apps.get_models(include_auto_created=True)
    }


def _target(field: Any) -> str | None:
    return field.remote_field.model._meta.label if field.remote_field else None


def test_all_our_migrations_end_in_the_state_that_django_draws_at_once() -> None:
    loader = MigrationLoader(None)
    growing: ProjectState = GrowingState(real_apps=set(loader.unmigrated_apps))
    assert growing.apps.get_models() == []
    plan = []
    for leaf in loader.graph.leaf_nodes():
        plan += [key for key in loader.graph.forwards_plan(leaf) if key not in plan]

    for key in plan:
        growing = loader.graph.nodes[key].mutate_state(growing, preserve=False)

    assert isinstance(growing, GrowingState)
    at_once = loader.project_state()
    assert growing.models.keys() == at_once.models.keys()
    assert len(growing.models) > 150
    assert described(growing.apps) == described(at_once.apps)


def test_a_clone_grows_apart() -> None:
    loader = MigrationLoader(None)
    state = GrowingState.of(loader.project_state(("stores", "0016_pre_shop_erasures")))
    assert state.apps.get_model("stores", "Store")
    before = set(state.models)

    clone = loader.graph.nodes["intake", "0001_initial"].mutate_state(state, preserve=True)

    assert isinstance(clone, GrowingState)
    assert set(state.models) == before < set(clone.models)
    assert clone.apps.get_model("intake", "Webhook")._meta.get_field("store").related_model
    assert "intake" not in state.apps.all_models or not state.apps.all_models["intake"]
