from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.patched_rule_changes_input_definition import PatchedRuleChangesInputDefinition


T = TypeVar("T", bound="PatchedRuleChangesInput")


@_attrs_define
class PatchedRuleChangesInput:
    """What is named is changed, all else stays.

    Attributes:
        name (str | Unset):
        definition (PatchedRuleChangesInputDefinition | Unset): See `GET /api/v1/rule-vocabulary/`
        position (int | Unset):
    """

    name: str | Unset = UNSET
    definition: PatchedRuleChangesInputDefinition | Unset = UNSET
    position: int | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        name = self.name

        definition: dict[str, Any] | Unset = UNSET
        if not isinstance(self.definition, Unset):
            definition = self.definition.to_dict()

        position = self.position

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if name is not UNSET:
            field_dict["name"] = name
        if definition is not UNSET:
            field_dict["definition"] = definition
        if position is not UNSET:
            field_dict["position"] = position

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.patched_rule_changes_input_definition import PatchedRuleChangesInputDefinition  # noqa: PLC0415

        d = dict(src_dict)
        name = d.pop("name", UNSET)

        _definition = d.pop("definition", UNSET)
        definition: PatchedRuleChangesInputDefinition | Unset
        if isinstance(_definition, Unset):
            definition = UNSET
        else:
            definition = PatchedRuleChangesInputDefinition.from_dict(_definition)

        position = d.pop("position", UNSET)

        _made = cls(
            name=name,
            definition=definition,
            position=position,
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
