from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

T = TypeVar("T", bound="ArmInput")


@_attrs_define
class ArmInput:
    """
    Attributes:
        name (str):
        weight_bp (int): In hundredths of a per cent: 5000 is 50 %
        variant (None | str | Unset): Such as `B`; null: the template's own words
        sender_name (str | Unset):
        delay_minutes (int | Unset):
    """

    name: str
    weight_bp: int
    variant: None | str | Unset = UNSET
    sender_name: str | Unset = UNSET
    delay_minutes: int | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        name = self.name

        weight_bp = self.weight_bp

        variant: None | str | Unset
        if isinstance(self.variant, Unset):
            variant = UNSET
        else:
            variant = self.variant

        sender_name = self.sender_name

        delay_minutes = self.delay_minutes

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "name": name,
                "weight_bp": weight_bp,
            }
        )
        if variant is not UNSET:
            field_dict["variant"] = variant
        if sender_name is not UNSET:
            field_dict["sender_name"] = sender_name
        if delay_minutes is not UNSET:
            field_dict["delay_minutes"] = delay_minutes

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        name = d.pop("name")

        weight_bp = d.pop("weight_bp")

        def _parse_variant(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        variant = _parse_variant(d.pop("variant", UNSET))

        sender_name = d.pop("sender_name", UNSET)

        delay_minutes = d.pop("delay_minutes", UNSET)

        _made = cls(
            name=name,
            weight_bp=weight_bp,
            variant=variant,
            sender_name=sender_name,
            delay_minutes=delay_minutes,
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
