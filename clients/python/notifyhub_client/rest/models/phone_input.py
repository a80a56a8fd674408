from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

T = TypeVar("T", bound="PhoneInput")


@_attrs_define
class PhoneInput:
    """
    Attributes:
        phone (str): With its country, or as it is dialled where the goods go
        because (str): For colleagues, on the timeline
        is_customers (bool | Unset): Also for the buyer's later orders
    """

    phone: str
    because: str
    is_customers: bool | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        phone = self.phone

        because = self.because

        is_customers = self.is_customers

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "phone": phone,
                "because": because,
            }
        )
        if is_customers is not UNSET:
            field_dict["is_customers"] = is_customers

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        phone = d.pop("phone")

        because = d.pop("because")

        is_customers = d.pop("is_customers", UNSET)

        _made = cls(
            phone=phone,
            because=because,
            is_customers=is_customers,
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
