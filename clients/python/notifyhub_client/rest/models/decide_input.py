from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

T = TypeVar("T", bound="DecideInput")


@_attrs_define
class DecideInput:
    """
    Attributes:
        arm (int | None): By number; null: the control
        because (str | Unset): Needed for what was not shown to be better
        is_ramped (bool | Unset): First to all new buyers but a hold-back, for 14 days
    """

    arm: int | None
    because: str | Unset = UNSET
    is_ramped: bool | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        arm: int | None
        arm = self.arm

        because = self.because

        is_ramped = self.is_ramped

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "arm": arm,
            }
        )
        if because is not UNSET:
            field_dict["because"] = because
        if is_ramped is not UNSET:
            field_dict["is_ramped"] = is_ramped

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)

        def _parse_arm(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        arm = _parse_arm(d.pop("arm"))

        because = d.pop("because", UNSET)

        is_ramped = d.pop("is_ramped", UNSET)

        _made = cls(
            arm=arm,
            because=because,
            is_ramped=is_ramped,
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
