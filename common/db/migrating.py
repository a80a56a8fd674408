"""Django's migrations, without drawing nearly every model anew for nearly every operation.

Note [States]
    While it migrates, Django holds the models as they stand after each operation, as classes. An
    operation that touches one makes that class anew, and with it every class that can be reached
    from it by keys; as each table of ours points at its store, that is nearly all of them: 36,000
    classes for a new installation, a minute of the processor. What only adds needs none of that:
    a new model is a new class (its keys tell the classes they point at themselves), a new field
    joins its class as it does when a model is first defined, and indexes and constraints are
    lists beside the fields. Whatever alters or takes away is left to Django.

    An older state shares these classes with the one that was made of it, and so sees what was
    added. No operation of ours asks an older state what it lacks: AddField, AddIndex and
    AddConstraint read the newer one. tests/common/test_migrating.py holds the last state against
    one that Django draws at once, and docs/adr/0064 tells how the tables were compared.
"""

from typing import Any, Self

from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.state import ProjectState
from django.db.models import NOT_PROVIDED, Field


class GrowingState(ProjectState):
    """A ProjectState whose classes grow in place; see Note [States]."""

    @classmethod
    def of(cls, state: ProjectState) -> Self:
        """`state` itself, which grows in place from now on; its classes are shared."""
        ours = cls()
        vars(ours).update(vars(state))
        return ours

    _relations: Any

    def clone(self) -> Self:
        return self.of(super().clone())

    @property
    def _is_drawn(self) -> bool:
        return "apps" in vars(self)  # asking for the attribute would draw it

    def add_model(self, model_state: Any) -> None:
        key = model_state.app_label, model_state.name_lower
        self.models[key] = model_state
        if self._relations is not None:
            self.resolve_model_relations(key)
        if self._is_drawn:
            self.apps.render_multiple([model_state])

    def add_field(
        self,
        app_label: str,
        model_name: str,
        name: str,
        field: "Field[Any, Any]",
        preserve_default: bool,
    ) -> None:
        if field.many_to_many or not self._is_drawn:
            super().add_field(app_label, model_name, name, field, preserve_default)
            return
        if not preserve_default:
            field = field.clone()
            field.default = NOT_PROVIDED
        key = app_label, model_name
        self.models[key].fields[name] = field
        if self._relations is not None:
            self.resolve_model_field_relations(key, name, field)
        field.clone().contribute_to_class(self.apps.get_model(*key), name)
        self.apps.clear_cache()

    def _append_option(self, app_label: str, model_name: str, option_name: str, obj: Any) -> None:
        options = self.models[app_label, model_name].options
        self._relist(app_label, model_name, option_name, [*options[option_name], obj])

    def _remove_option(
        self, app_label: str, model_name: str, option_name: str, obj_name: str
    ) -> None:
        options = self.models[app_label, model_name].options
        left = [one for one in options[option_name] if one.name != obj_name]
        self._relist(app_label, model_name, option_name, left)

    def _relist(self, app_label: str, model_name: str, option_name: str, left: list[Any]) -> None:
        self.models[app_label, model_name].options[option_name] = left
        if self._is_drawn:
            setattr(self.apps.get_model(app_label, model_name)._meta, option_name, list(left))


class GrowingExecutor(MigrationExecutor):
    """Django's executor on a GrowingState."""

    def _create_project_state(self, with_applied_migrations: bool = False) -> GrowingState:
        state = super()._create_project_state(with_applied_migrations)  # type: ignore[misc]
        return GrowingState.of(state)
