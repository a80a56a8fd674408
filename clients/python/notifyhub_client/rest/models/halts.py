from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

if TYPE_CHECKING:
    from ..models.halt import Halt


T = TypeVar("T", bound="Halts")


@_attrs_define
class Halts:
    """
    Attributes:
        halts (list[Halt]):
    """

    halts: list[Halt]
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        halts = []
        for halts_item_data in self.halts:
            halts_item = halts_item_data.to_dict()
            halts.append(halts_item)

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "halts": halts,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.halt import Halt  # noqa: PLC0415

        d = dict(src_dict)
        halts = []
        _halts = d.pop("halts")
        for halts_item_data in _halts:
            halts_item = Halt.from_dict(halts_item_data)

            halts.append(halts_item)

        _made = cls(
            halts=halts,
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
