from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

T = TypeVar("T", bound="Arm")


@_attrs_define
class Arm:
    """One arm; number 0 is the control.

    Attributes:
        number (int):
        label (str):
        name (str):
        variant (None | str): Null: the template's own words
        sender_name (str):
        delay_minutes (int):
        weight_bp (int): As declared
    """

    number: int
    label: str
    name: str
    variant: None | str
    sender_name: str
    delay_minutes: int
    weight_bp: int
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        number = self.number

        label = self.label

        name = self.name

        variant: None | str
        variant = self.variant

        sender_name = self.sender_name

        delay_minutes = self.delay_minutes

        weight_bp = self.weight_bp

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "number": number,
                "label": label,
                "name": name,
                "variant": variant,
                "sender_name": sender_name,
                "delay_minutes": delay_minutes,
                "weight_bp": weight_bp,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        number = d.pop("number")

        label = d.pop("label")

        name = d.pop("name")

        def _parse_variant(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        variant = _parse_variant(d.pop("variant"))

        sender_name = d.pop("sender_name")

        delay_minutes = d.pop("delay_minutes")

        weight_bp = d.pop("weight_bp")

        _made = cls(
            number=number,
            label=label,
            name=name,
            variant=variant,
            sender_name=sender_name,
            delay_minutes=delay_minutes,
            weight_bp=weight_bp,
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
