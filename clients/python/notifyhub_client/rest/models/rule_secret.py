from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.rule_state import RuleState, check_rule_state

if TYPE_CHECKING:
    from ..models.rule_secret_definition import RuleSecretDefinition
    from ..models.store_ref import StoreRef


T = TypeVar("T", bound="RuleSecret")


@_attrs_define
class RuleSecret:
    """The rule with the secret that signs what it posts, shown this once.

    Attributes:
        id (UUID):
        store (None | StoreRef): Null: every store of the agency
        name (str):
        sentence (str): The whole rule, to be read
        definition (RuleSecretDefinition): See `GET /api/v1/rule-vocabulary/`
        version (int): Counts its words; each run says by which it ran
        position (int): Rules of one fact run in this order
        state (RuleState): * `OFF` - Off
            * `ON` - On
        on_since (datetime.datetime | None): What happened before is none of its business
        stopped_itself_at (datetime.datetime | None): When it last ran too often for one order, and left that order out
        recipe (str): Which recipe it was made of; empty: none
        created_by (str):
        created_at (datetime.datetime):
        changed_by (str):
        changed_at (datetime.datetime):
        secret (str): `whsec_…`
    """

    id: UUID
    store: None | StoreRef
    name: str
    sentence: str
    definition: RuleSecretDefinition
    version: int
    position: int
    state: RuleState
    on_since: datetime.datetime | None
    stopped_itself_at: datetime.datetime | None
    recipe: str
    created_by: str
    created_at: datetime.datetime
    changed_by: str
    changed_at: datetime.datetime
    secret: str
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.store_ref import StoreRef  # noqa: PLC0415

        id = str(self.id)

        store: dict[str, Any] | None
        if isinstance(self.store, StoreRef):
            store = self.store.to_dict()
        else:
            store = self.store

        name = self.name

        sentence = self.sentence

        definition = self.definition.to_dict()

        version = self.version

        position = self.position

        state: str = self.state

        on_since: None | str
        if isinstance(self.on_since, datetime.datetime):
            on_since = self.on_since.isoformat()
        else:
            on_since = self.on_since

        stopped_itself_at: None | str
        if isinstance(self.stopped_itself_at, datetime.datetime):
            stopped_itself_at = self.stopped_itself_at.isoformat()
        else:
            stopped_itself_at = self.stopped_itself_at

        recipe = self.recipe

        created_by = self.created_by

        created_at = self.created_at.isoformat()

        changed_by = self.changed_by

        changed_at = self.changed_at.isoformat()

        secret = self.secret

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
                "store": store,
                "name": name,
                "sentence": sentence,
                "definition": definition,
                "version": version,
                "position": position,
                "state": state,
                "on_since": on_since,
                "stopped_itself_at": stopped_itself_at,
                "recipe": recipe,
                "created_by": created_by,
                "created_at": created_at,
                "changed_by": changed_by,
                "changed_at": changed_at,
                "secret": secret,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.rule_secret_definition import RuleSecretDefinition  # noqa: PLC0415
        from ..models.store_ref import StoreRef  # noqa: PLC0415

        d = dict(src_dict)
        id = UUID(d.pop("id"))

        def _parse_store(data: object) -> None | StoreRef:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                store_type_0 = StoreRef.from_dict(data)

                return store_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | StoreRef, data)

        store = _parse_store(d.pop("store"))

        name = d.pop("name")

        sentence = d.pop("sentence")

        definition = RuleSecretDefinition.from_dict(d.pop("definition"))

        version = d.pop("version")

        position = d.pop("position")

        state = check_rule_state(d.pop("state"))

        def _parse_on_since(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                on_since_type_0 = datetime.datetime.fromisoformat(data)

                return on_since_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        on_since = _parse_on_since(d.pop("on_since"))

        def _parse_stopped_itself_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                stopped_itself_at_type_0 = datetime.datetime.fromisoformat(data)

                return stopped_itself_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        stopped_itself_at = _parse_stopped_itself_at(d.pop("stopped_itself_at"))

        recipe = d.pop("recipe")

        created_by = d.pop("created_by")

        created_at = datetime.datetime.fromisoformat(d.pop("created_at"))

        changed_by = d.pop("changed_by")

        changed_at = datetime.datetime.fromisoformat(d.pop("changed_at"))

        secret = d.pop("secret")

        _made = cls(
            id=id,
            store=store,
            name=name,
            sentence=sentence,
            definition=definition,
            version=version,
            position=position,
            state=state,
            on_since=on_since,
            stopped_itself_at=stopped_itself_at,
            recipe=recipe,
            created_by=created_by,
            created_at=created_at,
            changed_by=changed_by,
            changed_at=changed_at,
            secret=secret,
        )

        _made.additional_properties = d
        return _made

    @property
    def additional_keys(self) -> list[str]:
        return list(self.additional_properties.keys())

    def __getitem__(self, key: str) -> Any:
        return self.additional_properties[key]

    def __setitem__(self, key: str, value: Any) -> None:
        self.additional_properties[key] = value

    def __delitem__(self, key: str) -> None:
        del self.additional_properties[key]

    def __contains__(self, key: str) -> bool:
        return key in self.additional_properties
