from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.rule_input_definition import RuleInputDefinition


T = TypeVar("T", bound="RuleInput")


@_attrs_define
class RuleInput:
    """A new rule, which is switched off at first.

    Attributes:
        name (str):
        definition (RuleInputDefinition): See `GET /api/v1/rule-vocabulary/`
        position (int | Unset):
        store (None | Unset | UUID): Null: every store of the agency, also those to come
    """

    name: str
    definition: RuleInputDefinition
    position: int | Unset = UNSET
    store: None | Unset | UUID = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        name = self.name

        definition = self.definition.to_dict()

        position = self.position

        store: None | str | Unset
        if isinstance(self.store, Unset):
            store = UNSET
        elif isinstance(self.store, UUID):
            store = str(self.store)
        else:
            store = self.store

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "name": name,
                "definition": definition,
            }
        )
        if position is not UNSET:
            field_dict["position"] = position
        if store is not UNSET:
            field_dict["store"] = store

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.rule_input_definition import RuleInputDefinition  # noqa: PLC0415

        d = dict(src_dict)
        name = d.pop("name")

        definition = RuleInputDefinition.from_dict(d.pop("definition"))

        position = d.pop("position", UNSET)

        def _parse_store(data: object) -> None | Unset | UUID:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                store_type_0 = UUID(data)

                return store_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Unset | UUID, data)

        store = _parse_store(d.pop("store", UNSET))

        _made = cls(
            name=name,
            definition=definition,
            position=position,
            store=store,
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
