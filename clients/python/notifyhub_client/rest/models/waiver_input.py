from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

T = TypeVar("T", bound="WaiverInput")


@_attrs_define
class WaiverInput:
    """
    Attributes:
        rule (str):
        block_key (str | Unset):
        reason (str | Unset):
        is_waived (bool | Unset): false takes it back
    """

    rule: str
    block_key: str | Unset = UNSET
    reason: str | Unset = UNSET
    is_waived: bool | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        rule = self.rule

        block_key = self.block_key

        reason = self.reason

        is_waived = self.is_waived

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "rule": rule,
            }
        )
        if block_key is not UNSET:
            field_dict["block_key"] = block_key
        if reason is not UNSET:
            field_dict["reason"] = reason
        if is_waived is not UNSET:
            field_dict["is_waived"] = is_waived

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        rule = d.pop("rule")

        block_key = d.pop("block_key", UNSET)

        reason = d.pop("reason", UNSET)

        is_waived = d.pop("is_waived", UNSET)

        _made = cls(
            rule=rule,
            block_key=block_key,
            reason=reason,
            is_waived=is_waived,
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
